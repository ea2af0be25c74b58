// The files the program works with: those built in, or the folder named in the configuration.
#pragma once

#include <filesystem>
#include <string>

#include "adapters/files/file_set.hpp"

namespace clarion::deploy {

// `replacement`: a folder with workflows/ and schemas/; empty for the built-in files. `scheme`: the
// one to serve; empty for the one that workflows/house.json names.
[[nodiscard]] files::FileSet house_files(
    const std::filesystem::path& replacement, const std::string& scheme = {}
);
[[nodiscard]] files::FileSet page_templates();
[[nodiscard]] files::FileSet page_assets();

}  // namespace clarion::deploy
