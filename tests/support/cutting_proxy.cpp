#include "tests/support/cutting_proxy.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>

#include "tests/support/server_socket.hpp"

namespace clarion::test {

namespace {

constexpr int kLookAgainMs = 50;

bool is_readable(int descriptor, int wait_ms) {
    pollfd socket{descriptor, POLLIN, 0};
    return ::poll(&socket, 1, wait_ms) == 1;
}

void wait_for_end(int client, const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (is_readable(client, kLookAgainMs) && read_some(client).empty()) return;
    }
}

}  // namespace

CuttingProxy::CuttingProxy(const std::string& socket_folder)
    : server_(socket_folder), listener_(listen_as_server(folder_)) {
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
        const int server = connect_to_server(server_);
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
