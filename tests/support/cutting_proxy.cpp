#include "tests/support/cutting_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <stdexcept>
#include <string_view>

namespace clarion::test {

namespace {

constexpr std::string_view kSocketName = "/.s.PGSQL.5432";
constexpr int kLookAgainMs = 50;

sockaddr_un address_of(const std::string& folder) {
    sockaddr_un address{};
    address.sun_family = AF_UNIX;
    const std::string path = folder + std::string(kSocketName);
    path.copy(address.sun_path, sizeof(address.sun_path) - 1);
    return address;
}

int connect_to(const std::string& folder) {
    const sockaddr_un address = address_of(folder);
    const int descriptor = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    if (::connect(descriptor, where, sizeof(address)) != 0)
        throw std::runtime_error("the proxy does not reach the server");
    return descriptor;
}

bool is_readable(int descriptor, int wait_ms) {
    pollfd socket{descriptor, POLLIN, 0};
    return ::poll(&socket, 1, wait_ms) == 1;
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

void wait_for_end(int client, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (is_readable(client, kLookAgainMs) && read_some(client).empty()) return;
    }
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string& socket_folder) : server_(socket_folder) {
    folder_ = std::filesystem::temp_directory_path() / "clarion-proxy-XXXXXX";
    if (::mkdtemp(folder_.data()) == nullptr) throw std::runtime_error("no temporary folder");
    const sockaddr_un address = address_of(folder_);
    listener_ = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto* where = reinterpret_cast<const sockaddr*>(&address);
    const bool listens =
        ::bind(listener_, where, sizeof(address)) == 0 && ::listen(listener_, 8) == 0;
    if (!listens) throw std::runtime_error("the proxy cannot listen");
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

CuttingProxy::~CuttingProxy() {
    thread_.request_stop();
    thread_.join();
    ::close(listener_);
    std::filesystem::remove_all(folder_);
}

void CuttingProxy::serve(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (!is_readable(listener_, kLookAgainMs)) continue;
        const int client = ::accept(listener_, nullptr, nullptr);
        const int server = connect_to(server_);
        pass_on(client, server, stop);
        ::close(client);
        ::close(server);
    }
}

void CuttingProxy::pass_on(int client, int server, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        std::array<pollfd, 2> sockets{{{client, POLLIN, 0}, {server, POLLIN, 0}}};
        if (::poll(sockets.data(), sockets.size(), kLookAgainMs) <= 0) continue;
        if (sockets[0].revents != 0) {
            const std::string bytes = read_some(client);
            const bool is_commit = bytes.find(std::string_view("COMMIT\0", 7)) != std::string::npos;
            const Cut cut = is_commit ? cut_.exchange(Cut::none) : Cut::none;
            if (cut == Cut::before_commit) return;
            if (bytes.empty() || !write_all(server, bytes)) return;
            if (cut == Cut::silence) return wait_for_end(client, stop);
            // Its answer says that the commit took place; it goes no further.
            if (cut == Cut::after_commit) return (void)read_some(server);
        }
        if (sockets[1].revents != 0) {
            const std::string bytes = read_some(server);
            if (bytes.empty() || !write_all(client, bytes)) return;
        }
    }
}

}  // namespace clarion::test
