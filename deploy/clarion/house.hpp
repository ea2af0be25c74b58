// The files the program works with: those built in, or the folder named in the configuration.
#pragma once

#include <filesystem>
#include <string_view>

#include "adapters/files/file_set.hpp"

namespace clarion::deploy {

// The scheme whose pages, texts and workflows are built in.
inline constexpr std::string_view kBuiltInScheme = "dvds";

// `replacement`: a folder with workflows/ and schemas/; empty for the built-in files.
[[nodiscard]] files::FileSet house_files(const std::filesystem::path& replacement);
[[nodiscard]] files::FileSet page_templates();
[[nodiscard]] files::FileSet page_assets();

}  // namespace clarion::deploy
