#include "tests/flood/line.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <stdexcept>
#include <utility>

namespace clarion::flood {

Context make_context() {
    Context context(SSL_CTX_new(TLS_client_method()), SSL_CTX_free);
    SSL_CTX_set_mode(context.get(), SSL_MODE_RELEASE_BUFFERS);
    SSL_CTX_set_session_cache_mode(context.get(), SSL_SESS_CACHE_OFF);
    return context;
}

Line::Line(std::uint16_t port, std::chrono::seconds patience)
    : socket_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    if (socket_ < 0) throw std::runtime_error("no socket left: raise ulimit -n");
    const timeval time{.tv_sec = patience.count(), .tv_usec = 0};
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &time, sizeof time);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &time, sizeof time);
    const int one = 1;
    ::setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        ::close(socket_);
        throw std::runtime_error("nobody takes the call");
    }
}

Line::~Line() {
    if (socket_ >= 0) ::close(socket_);
}

Line::Line(Line&& other) noexcept
    : socket_(std::exchange(other.socket_, -1)), ssl_(std::move(other.ssl_)) {}

bool Line::shake_hands(const Context& context) {
    ssl_.reset(SSL_new(context.get()), SSL_free);
    SSL_set_fd(ssl_.get(), socket_);
    SSL_set_tlsext_host_name(ssl_.get(), "localhost");
    return SSL_connect(ssl_.get()) == 1;
}

bool Line::send_raw(std::string_view bytes) const {
    return ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL) ==
           static_cast<ssize_t>(bytes.size());
}

bool Line::send(std::string_view bytes) {
    return SSL_write(ssl_.get(), bytes.data(), static_cast<int>(bytes.size())) ==
           static_cast<int>(bytes.size());
}

int Line::read_status() {
    std::string read;
    std::size_t wanted = std::string::npos;
    while (read.size() < wanted) {
        std::array<char, 16'384> bytes{};
        const int count = SSL_read(ssl_.get(), bytes.data(), static_cast<int>(bytes.size()));
        if (count <= 0) return 0;
        read.append(bytes.data(), static_cast<std::size_t>(count));
        const auto end = read.find("\r\n\r\n");
        if (end == std::string::npos || wanted != std::string::npos) continue;
        constexpr std::string_view kLength = "\r\nContent-Length: ";
        const auto at = read.find(kLength);
        const char* digits = at < end ? read.c_str() + at + kLength.size() : "0";
        wanted = end + 4 + std::strtoul(digits, nullptr, 10);
    }
    return std::atoi(read.c_str() + std::string_view("HTTP/1.1 ").size());
}

bool Line::is_closed() const {
    pollfd waiting{.fd = socket_, .events = POLLIN, .revents = 0};
    if (::poll(&waiting, 1, 0) == 0) return false;
    return (waiting.revents & (POLLHUP | POLLERR | POLLIN)) != 0;
}

}  // namespace clarion::flood
