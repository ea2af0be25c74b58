#include "adapters/signer/log_files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

#include "adapters/signer/durable_file.hpp"

namespace clarion::signer {

namespace {

[[noreturn]] void fail(const std::filesystem::path& path) {
    throw std::filesystem::filesystem_error(
        "cannot read", path, std::error_code(errno, std::generic_category())
    );
}

}  // namespace

core::Result<std::string, std::string> read_log_file(
    const std::filesystem::path& path, std::size_t most
) {
    const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOFOLLOW));
    if (!file && errno == ENOENT) return core::failure(std::string("is missing"));
    if (!file && (errno == ELOOP || errno == ENXIO || errno == ENOTDIR))
        return core::failure(std::string("is not a plain file"));
    if (!file) fail(path);
    struct stat what {};
    if (::fstat(file.number(), &what) != 0) fail(path);
    if (!S_ISREG(what.st_mode)) return core::failure(std::string("is not a plain file"));
    std::string content;
    std::array<char, 65536> buffer{};
    while (static_cast<std::size_t>(what.st_size) <= most && content.size() <= most) {
        const ssize_t held = ::read(file.number(), buffer.data(), buffer.size());
        if (held < 0 && errno == EINTR) continue;
        if (held < 0) fail(path);
        if (held == 0) return content;
        content.append(buffer.data(), static_cast<std::size_t>(held));
    }
    return core::failure("is larger than the " + std::to_string(most) + " bytes it can have");
}

}  // namespace clarion::signer
