// Which store a service keeps its cases in, as [store] of the configuration says it, and as a data
// folder remembers it.
//
// Failure: throws FileProblem: file, key, and what would be right.
#pragma once

#include <toml++/toml.h>
#include <filesystem>
#include <string>

#include "adapters/files/configuration.hpp"

namespace clarion::files {

[[nodiscard]] StoreSettings read_store(const std::string& file, const toml::table& table);
// A file that holds nothing else.
[[nodiscard]] StoreSettings read_store_file(const std::filesystem::path& path);
// As read_store_file() reads it.
[[nodiscard]] std::string store_file_text(const StoreSettings& settings);

}  // namespace clarion::files
