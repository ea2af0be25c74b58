#include "adapters/signer/draft_folder.hpp"

#include <stdlib.h>

#include <cerrno>
#include <fstream>
#include <system_error>

namespace clarion::signer {

namespace fs = std::filesystem;

namespace {

[[noreturn]] void fail(const fs::path& path) {
    throw fs::filesystem_error(
        "cannot write", path, std::error_code(errno, std::generic_category())
    );
}

}  // namespace

DraftFolder::DraftFolder(const fs::path& wanted) {
    fs::create_directories(wanted.parent_path());
    std::string name = (wanted.parent_path() / ("." + wanted.filename().string() + ".XXXXXX"));
    if (::mkdtemp(name.data()) == nullptr) fail(wanted.parent_path());
    path_ = name;
}

DraftFolder::~DraftFolder() {
    std::error_code ignored;
    if (!path_.empty()) fs::remove_all(path_, ignored);
}

void DraftFolder::write(const std::string& name, std::string_view content) const {
    const fs::path path = path_ / name;
    fs::create_directories(path.parent_path());
    std::ofstream file(path, std::ios::binary);
    file << content;
    file.close();
    if (!file) fail(path);
}

void DraftFolder::move_to(const fs::path& wanted) {
    fs::rename(path_, wanted);
    path_.clear();
}

fs::path free_target(const fs::path& folder) {
    fs::path target = fs::absolute(folder).lexically_normal();
    if (!target.has_filename()) target = target.parent_path();
    if (fs::exists(target) && (!fs::is_directory(target) || !fs::is_empty(target))) return {};
    return target;
}

}  // namespace clarion::signer
