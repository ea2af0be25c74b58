#include "tests/support/server_socket.hpp"

#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace clarion::test {

namespace {

constexpr std::string_view kSocketName = "/.s.PGSQL.5432";

sockaddr_un address_of(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder + std::string(kSocketName);
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    return address;
}

}  // namespace

int connect_to_server(const std::string& folder) {
    const sockaddr_un address = address_of(folder);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(descriptor, where, sizeof(address)) == 0) return descriptor;
    ::close(descriptor);
    throw std::runtime_error("the server is not reached");
}

int listen_as_server(std::string& folder) {
    folder = std::filesystem::temp_directory_path() / "clarion-proxy-XXXXXX";
    if (::mkdtemp(folder.data()) == nullptr) throw std::runtime_error("no temporary folder");
    // A server is another user than this one when this one is root.
    std::filesystem::permissions(folder, std::filesystem::perms(0711));
    const sockaddr_un address = address_of(folder);
    const int listener = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    const bool listens =
        ::bind(listener, where, sizeof(address)) == 0 && ::listen(listener, 8) == 0;
    if (!listens) throw std::runtime_error("the proxy cannot listen");
    std::filesystem::permissions(folder + std::string(kSocketName), std::filesystem::perms(0777));
    return listener;
}

std::string read_some(int descriptor) {
    std::array<char, 65536> buffer{};
    const ssize_t size = ::recv(descriptor, buffer.data(), buffer.size(), 0);
    return size <= 0 ? std::string() : std::string(buffer.data(), static_cast<std::size_t>(size));
}

bool write_all(int descriptor, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t size = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (size <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(size));
    }
    return true;
}

}  // namespace clarion::test
