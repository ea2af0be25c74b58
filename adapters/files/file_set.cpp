#include "adapters/files/file_set.hpp"

#include <cerrno>
#include <cstring>
#include <fstream>
#include <sstream>

namespace clarion::files {

namespace {
constexpr std::uintmax_t kFileBytesMax = 16U * 1024 * 1024;
}

std::string read_file(const std::filesystem::path& path) {
    std::error_code trouble;
    const auto size = std::filesystem::file_size(path, trouble);
    if (trouble) throw FileProblem(path.string() + ": " + trouble.message());
    if (size > kFileBytesMax) throw FileProblem(path.string() + ": larger than 16 MiB");
    std::ifstream stream(path, std::ios::binary);
    std::ostringstream content;
    content << stream.rdbuf();
    if (!stream) throw FileProblem(path.string() + ": " + std::strerror(errno));
    std::string bytes = std::move(content).str();
    // A stream says nothing of memory that it could not have.
    if (bytes.size() < size) throw FileProblem(path.string() + ": cannot be read to its end");
    return bytes;
}

FileSet read_folder(const std::filesystem::path& folder, std::string_view prefix) {
    std::error_code trouble;
    std::filesystem::recursive_directory_iterator entries(folder, trouble);
    if (trouble) throw FileProblem(folder.string() + ": " + trouble.message());
    FileSet files;
    for (const auto& entry : entries) {
        if (!entry.is_regular_file()) continue;
        const auto within = std::filesystem::relative(entry.path(), folder).generic_string();
        files.emplace(std::string(prefix) + within, read_file(entry.path()));
    }
    return files;
}

const std::string& file_named(const FileSet& files, std::string_view name) {
    const auto found = files.find(name);
    if (found == files.end()) throw FileProblem(std::string(name) + ": no such file");
    return found->second;
}

}  // namespace clarion::files
