#include "adapters/keys/private_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <vector>

#include "engine/ports/failures.hpp"

namespace clarion::keys {

namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kFolderMode = 0700;
constexpr mode_t kOthersMayRead = 0077;
constexpr mode_t kOthersMayWrite = 0022;

[[noreturn]] void refuse(const std::string& path, const std::string& why) {
    throw ports::KeyUnavailable(path + ": " + why);
}

[[noreturn]] void refuse_by_system(const std::string& path, const std::string& what) {
    refuse(path, what + ": " + std::strerror(errno));
}

class Descriptor {
public:
    Descriptor(const std::string& path, int flags, mode_t mode = 0)
        : number_(::open(path.c_str(), flags | O_CLOEXEC, mode)) {}
    ~Descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;
    [[nodiscard]] int number() const { return number_; }
    [[nodiscard]] bool is_open() const { return number_ >= 0; }

private:
    int number_;
};

std::string folder_of(const std::string& path) {
    return std::filesystem::absolute(path).parent_path();
}

struct stat status_of(const Descriptor& file, const std::string& path) {
    struct stat status {};
    if (::fstat(file.number(), &status) != 0) refuse_by_system(path, "cannot be examined");
    return status;
}

void check_owner(const struct stat& status, const std::string& path) {
    if (status.st_uid == ::geteuid() || status.st_uid == 0) return;
    refuse(path, "belongs to another user: make the service's user its owner");
}

void sync_folder(const std::string& folder) {
    const Descriptor descriptor(folder, O_RDONLY | O_DIRECTORY);
    if (!descriptor.is_open() || ::fsync(descriptor.number()) != 0) {
        refuse_by_system(folder, "cannot be written to disk");
    }
}

void write_all(
    const Descriptor& file, std::span<const std::uint8_t> bytes, const std::string& path
) {
    while (!bytes.empty()) {
        const ssize_t written = ::write(file.number(), bytes.data(), bytes.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) refuse_by_system(path, "cannot be written");
        bytes = bytes.subspan(static_cast<std::size_t>(written));
    }
    if (::fsync(file.number()) != 0) refuse_by_system(path, "cannot be written to disk");
}

using ModeCheck = void (*)(const struct stat& status, const std::string& path);

void check_keys_are_private(const struct stat& status, const std::string& path) {
    if ((status.st_mode & kOthersMayRead) == 0) return;
    refuse(path, "others may read the keys: run `chmod 600` on it and change the keys");
}

void check_secret_is_private(const struct stat& status, const std::string& path) {
    const bool is_of_root = status.st_uid == 0 && status.st_gid == 0;
    const mode_t allowed = is_of_root ? S_IRGRP : 0;
    if ((status.st_mode & kOthersMayRead & ~allowed) == 0) return;
    refuse(path, "others may read it: run `chmod 600` on it and change what is in it");
}

SecretBytes read_checked(const std::string& path, std::size_t size_max, ModeCheck check_mode) {
    const std::string folder = folder_of(path);
    struct stat around {};
    if (::stat(folder.c_str(), &around) != 0) refuse_by_system(folder, "cannot be examined");
    if ((around.st_mode & kOthersMayWrite) != 0) {
        refuse(folder, "others may change this folder: run `chmod 700` on it");
    }
    const Descriptor file(path, O_RDONLY | O_NOFOLLOW);
    if (!file.is_open()) refuse_by_system(path, "cannot be read; restore it from its own backup");
    const struct stat status = status_of(file, path);
    if (!S_ISREG(status.st_mode)) refuse(path, "is not a plain file");
    check_owner(status, path);
    check_mode(status, path);
    if (static_cast<std::size_t>(status.st_size) > size_max) refuse(path, "is too large");
    SecretBytes bytes(static_cast<std::size_t>(status.st_size) + 1);
    const ssize_t count = ::read(file.number(), bytes.bytes().data(), bytes.size());
    if (count != status.st_size) refuse(path, "changed while it was read");
    bytes.bytes().back() = '\0';
    return bytes;
}

}  // namespace

SecretBytes read_private_file(const std::string& path, std::size_t size_max) {
    return read_checked(path, size_max, check_keys_are_private);
}

SecretBytes read_secret_file(const std::string& path, std::size_t size_max) {
    return read_checked(path, size_max, check_secret_is_private);
}

void write_private_file(
    const std::string& path, std::span<const std::uint8_t> bytes, WriteMode mode
) {
    const std::string target = mode == WriteMode::replace ? path + ".new" : path;
    // What a crash in the middle left behind: the file itself is whole, so it is begun again.
    if (mode == WriteMode::replace) ::unlink(target.c_str());
    {
        const Descriptor file(target, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, kFileMode);
        if (!file.is_open()) refuse_by_system(target, "cannot be made");
        write_all(file, bytes, target);
    }
    if (mode == WriteMode::replace && std::rename(target.c_str(), path.c_str()) != 0) {
        refuse_by_system(path, "cannot be replaced");
    }
    sync_folder(folder_of(path));
}

void replace_and_write_over(const std::string& path, std::span<const std::uint8_t> bytes) {
    const Descriptor old(path, O_WRONLY | O_NOFOLLOW);
    if (!old.is_open()) refuse_by_system(path, "cannot be written");
    const auto size = static_cast<std::size_t>(status_of(old, path).st_size);
    write_private_file(path, bytes, WriteMode::replace);
    write_all(old, std::vector<std::uint8_t>(size, 0), path);
}

void prepare_private_folder_of(const std::string& path) {
    const std::string folder = folder_of(path);
    if (::mkdir(folder.c_str(), kFolderMode) == 0) {
        sync_folder(folder_of(folder));
        return;
    }
    if (errno != EEXIST) refuse_by_system(folder, "cannot be made");
    struct stat status {};
    if (::stat(folder.c_str(), &status) != 0) refuse_by_system(folder, "cannot be examined");
    if ((status.st_mode & kOthersMayRead) != 0) {
        refuse(folder, "others may enter this folder: run `chmod 700` on it");
    }
}

}  // namespace clarion::keys
