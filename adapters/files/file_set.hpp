// FileSet: the files a program was given, by path: those built in, or those of a folder that
// replaces them.
//
// Failure: read_folder throws FileProblem with the path and the reason.
#pragma once

#include <filesystem>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>

namespace clarion::files {

// Path from the root of the house, such as workflows/dvds/profile.json, to bytes.
using FileSet = std::map<std::string, std::string, std::less<>>;

// Says which file, where in it, and what to do.
struct FileProblem : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Everything below `folder`, keyed by `prefix` and the path within.
[[nodiscard]] FileSet read_folder(const std::filesystem::path& folder, std::string_view prefix);
[[nodiscard]] std::string read_file(const std::filesystem::path& path);

// Throws FileProblem when `name` is not there.
[[nodiscard]] const std::string& file_named(const FileSet& files, std::string_view name);

}  // namespace clarion::files
