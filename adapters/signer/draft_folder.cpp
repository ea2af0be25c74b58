#include "adapters/signer/draft_folder.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>

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

enum class Lock { taken, held_by_another, not_to_be_had };

Lock take_lock(const Descriptor& folder) {
    if (!folder) return Lock::not_to_be_had;
    if (::flock(folder.number(), LOCK_EX | LOCK_NB) == 0) return Lock::taken;
    return errno == EWOULDBLOCK ? Lock::held_by_another : Lock::not_to_be_had;
}

Descriptor opened_folder(const fs::path& path) {
    return Descriptor(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
}

bool is_still_at(const Descriptor& folder, const fs::path& path) {
    struct stat held {};
    struct stat found {};
    return ::fstat(folder.number(), &held) == 0 && ::lstat(path.c_str(), &found) == 0 &&
           held.st_dev == found.st_dev && held.st_ino == found.st_ino;
}

constexpr std::string_view kMark = ".draft-";
constexpr std::size_t kRandomLetters = 6;

bool is_draft(const std::string& name) {
    const std::size_t marked = kMark.size() + kRandomLetters;
    return name.starts_with('.') && name.size() > marked &&
           name.compare(name.size() - marked, kMark.size(), kMark) == 0;
}

}  // namespace

DraftFolder::DraftFolder(const fs::path& wanted) {
    const fs::path around = wanted.parent_path();
    fs::create_directories(around);
    sweep_drafts(around);
    for (;;) {
        std::string name = around / ("." + wanted.filename().string() + std::string(kMark) +
                                     std::string(kRandomLetters, 'X'));
        if (::mkdtemp(name.data()) == nullptr) fail(around);
        lock_ = opened_folder(name);
        const Lock lock = take_lock(lock_);
        path_ = name;
        if (lock == Lock::not_to_be_had || (lock == Lock::taken && is_still_at(lock_, path_)))
            return;
        // A sweep came between the making and the lock, and takes it for abandoned.
    }
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

void sweep_drafts(const fs::path& folder) {
    std::error_code unreadable;
    std::error_code ignored;
    const fs::directory_iterator end;
    for (fs::directory_iterator at(folder, unreadable); at != end; at.increment(unreadable)) {
        if (!is_draft(at->path().filename().string())) continue;
        const Descriptor opened = opened_folder(at->path());
        if (take_lock(opened) == Lock::taken) fs::remove_all(at->path(), ignored);
    }
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
