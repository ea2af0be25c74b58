#include "tests/support/relay.hpp"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>

#include "tests/support/server_socket.hpp"

namespace clarion::test {

namespace {

constexpr int kLookAgainMs = 20;

bool is_readable(int descriptor) {
    pollfd socket{descriptor, POLLIN, 0};
    return ::poll(&socket, 1, kLookAgainMs) == 1;
}

}  // namespace

Relay::Relay(std::string socket_folder)
    : server_(std::move(socket_folder)), listener_(listen_as_server(folder_)) {
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
}

Relay::~Relay() {
    thread_.request_stop();
    thread_.join();
    for (const auto& line : lines_) {
        line->there.request_stop();
        line->back.request_stop();
        ::shutdown(line->client, SHUT_RDWR);
        ::shutdown(line->server, SHUT_RDWR);
        line->there.join();
        line->back.join();
        ::close(line->client);
        ::close(line->server);
    }
    ::close(listener_);
    std::filesystem::remove_all(folder_);
}

void Relay::serve(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (!is_readable(listener_) || is_parted_) continue;
        const int client = ::accept(listener_, nullptr, nullptr);
        if (client >= 0) take_in(client);
    }
}

void Relay::take_in(int client) {
    auto line = std::make_unique<Line>();
    try {
        line->server = connect_to_server(server_);
    } catch (const std::runtime_error&) {
        ::close(client);  // as whoever meets nobody
        return;
    }
    line->client = client;
    const int server = line->server;
    line->there = std::jthread([this, client, server](const std::stop_token& stop) {
        pass_on(stop, client, server);
    });
    line->back = std::jthread([this, client, server](const std::stop_token& stop) {
        pass_on(stop, server, client);
    });
    lines_.push_back(std::move(line));
}

void Relay::pass_on(const std::stop_token& stop, int from, int to) const {
    while (!stop.stop_requested()) {
        if (!is_readable(from)) continue;
        while (is_parted_ && !stop.stop_requested())
            std::this_thread::sleep_for(std::chrono::milliseconds(kLookAgainMs));
        const std::string bytes = read_some(from);
        if (bytes.empty() || !write_all(to, bytes)) break;
    }
    // Whoever hangs up on one side hangs up on the other.
    ::shutdown(from, SHUT_RDWR);
    ::shutdown(to, SHUT_RDWR);
}

}  // namespace clarion::test
