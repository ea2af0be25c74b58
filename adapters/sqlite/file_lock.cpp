#include "adapters/sqlite/file_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cstring>
#include <filesystem>

#include "adapters/sqlite/file_place.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

constexpr mode_t kOwnerOnly = 0600;

[[noreturn]] void throw_system_error(const std::string& path) {
    throw ports::StoreUnavailable(path + ": " + std::strerror(errno));
}

int open_private_file(const std::string& path, int more_flags) {
    const int flags = O_RDWR | O_CREAT | O_CLOEXEC | more_flags;
    const int descriptor = ::open(path.c_str(), flags, kOwnerOnly);
    if (descriptor < 0) throw_system_error(path);
    return descriptor;
}

}  // namespace

void make_private_file(const std::string& path) {
    ::close(open_private_file(path, O_EXCL));
    sync_folder_of(path);
}

void sync_folder_of(const std::string& path) {
    const auto folder = std::filesystem::absolute(path).parent_path();
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) throw_system_error(folder);
    const int synced = ::fsync(descriptor);
    ::close(descriptor);
    if (synced != 0) throw_system_error(folder);
}

FileLock::FileLock(const std::string& database_path) {
    check_place(database_path);
    descriptor_ = open_private_file(database_path + ".lock", 0);
    if (::flock(descriptor_, LOCK_EX | LOCK_NB) != 0) {
        ::close(descriptor_);
        throw ports::StoreUnavailable(
            database_path + ": another clarion has this database open; stop it first"
        );
    }
    if (!std::filesystem::exists(database_path)) make_private_file(database_path);
}

FileLock::~FileLock() {
    ::close(descriptor_);
}

}  // namespace clarion::sqlite
