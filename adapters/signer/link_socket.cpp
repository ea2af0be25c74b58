#include "adapters/signer/link_socket.hpp"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace clarion::signer {

namespace {

void require(bool claim, const std::filesystem::path& path) {
    if (claim) return;
    throw std::system_error(errno, std::generic_category(), "cannot listen on " + path.string());
}

// Requires: fits_socket(path).
sockaddr_un address_of(const std::filesystem::path& path) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.c_str(), path.native().size() + 1);
    return address;
}

}  // namespace

bool fits_socket(const std::filesystem::path& path) {
    return path.native().size() < sizeof(sockaddr_un::sun_path);
}

Descriptor connect_socket(const std::filesystem::path& path) {
    const sockaddr_un address = address_of(path);
    Descriptor socket(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    if (!socket || ::connect(socket.number(), generic, sizeof address) != 0) return {};
    return socket;
}

ListeningSocket::ListeningSocket(std::filesystem::path path, mode_t mode)
    : path_(std::move(path)),
      socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {
    const std::string& text = path_.native();
    errno = ENAMETOOLONG;
    require(fits_socket(path_), path_);
    const sockaddr_un address = address_of(path_);
    // A crash leaves the file behind. That no second server runs is seen to by the data folder's
    // lock.
    ::unlink(text.c_str());
    // Before bind, so that there is no moment in which others could connect.
    require(::fchmod(socket_.number(), mode) == 0, path_);
    const auto* generic = reinterpret_cast<const sockaddr*>(&address);
    require(::bind(socket_.number(), generic, sizeof address) == 0, path_);
    require(::chmod(text.c_str(), mode) == 0, path_);
    require(::listen(socket_.number(), 4) == 0, path_);
}

ListeningSocket::~ListeningSocket() {
    ::unlink(path_.c_str());
}

Descriptor ListeningSocket::accept() const {
    return Descriptor(::accept4(socket_.number(), nullptr, nullptr, SOCK_CLOEXEC));
}

std::optional<uid_t> user_of_peer(int socket) {
    ucred peer{};
    socklen_t length = sizeof peer;
    if (::getsockopt(socket, SOL_SOCKET, SO_PEERCRED, &peer, &length) != 0) return std::nullopt;
    return peer.uid;
}

}  // namespace clarion::signer
