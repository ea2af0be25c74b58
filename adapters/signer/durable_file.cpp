#include "adapters/signer/durable_file.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>
#include <utility>

namespace clarion::signer {

namespace {

[[noreturn]] void fail(const char* what, const std::filesystem::path& path) {
    throw std::filesystem::filesystem_error(
        what, path, std::error_code(errno, std::generic_category())
    );
}

void write_all(int descriptor, std::string_view content, const std::filesystem::path& path) {
    while (!content.empty()) {
        const ssize_t written = ::write(descriptor, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) fail("cannot write", path);
        content.remove_prefix(static_cast<std::size_t>(written));
    }
}

void sync_folder(const std::filesystem::path& folder) {
    const Descriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!opened || ::fsync(opened.number()) != 0) fail("cannot sync", folder);
}

}  // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        if (number_ >= 0) ::close(number_);
        number_ = other.release();
    }
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) ::close(number_);
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

void write_durably(const std::filesystem::path& path, std::string_view content, mode_t mode) {
    std::filesystem::path temporary = path;
    temporary += ".new";
    // What an earlier crash left behind may have other rights: never write into it.
    ::unlink(temporary.c_str());
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode)
    );
    if (!file) fail("cannot create", temporary);
    write_all(file.number(), content, temporary);
    if (::fsync(file.number()) != 0) fail("cannot sync", temporary);
    if (::rename(temporary.c_str(), path.c_str()) != 0) fail("cannot rename", temporary);
    sync_folder(path.has_parent_path() ? path.parent_path() : ".");
}

std::optional<std::string> read_if_there(const std::filesystem::path& path) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file && errno == ENOENT) return std::nullopt;
    if (!file) fail("cannot open", path);
    std::string content;
    std::array<char, 65536> buffer{};
    while (true) {
        const ssize_t held = ::read(file.number(), buffer.data(), buffer.size());
        if (held < 0 && errno == EINTR) continue;
        if (held < 0) fail("cannot read", path);
        if (held == 0) return content;
        content.append(buffer.data(), static_cast<std::size_t>(held));
    }
}

}  // namespace clarion::signer
