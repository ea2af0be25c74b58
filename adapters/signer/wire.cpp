#include "adapters/signer/wire.hpp"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <system_error>

namespace clarion::signer {

namespace {

constexpr std::size_t kLengthBytes = 4;
// 1,024 entries of the greatest length, and room.
constexpr std::size_t kFrameBytesMax = std::size_t{8} << 20;
constexpr std::string_view kKinds = "HCNRESGKTAW";

void append_length(std::string& bytes, std::size_t length) {
    for (int shift = 24; shift >= 0; shift -= 8) {
        bytes += static_cast<char>(static_cast<unsigned char>(length >> shift));
    }
}

// Requires: four bytes are there.
std::size_t read_length(std::string_view bytes) {
    std::size_t length = 0;
    for (const char byte : bytes.substr(0, kLengthBytes)) {
        length = (length << 8) | static_cast<unsigned char>(byte);
    }
    return length;
}

}  // namespace

void append_log_entry(std::string& bytes, std::string_view entry) {
    append_length(bytes, entry.size());
    bytes += entry;
}

std::optional<std::vector<std::string_view>> split_log_entries(std::string_view bytes) {
    std::vector<std::string_view> entries;
    while (!bytes.empty()) {
        if (bytes.size() < kLengthBytes) return std::nullopt;
        const std::size_t length = read_length(bytes);
        bytes.remove_prefix(kLengthBytes);
        if (bytes.size() < length) return std::nullopt;
        entries.push_back(bytes.substr(0, length));
        bytes.remove_prefix(length);
    }
    return entries;
}

WakeSignal::WakeSignal() : event_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
    if (!event_) throw std::system_error(errno, std::generic_category(), "cannot make an event");
}

void WakeSignal::raise() const {
    const std::uint64_t one = 1;
    // Fails only when it is raised already.
    if (::write(event_.number(), &one, sizeof one) < 0) return;
}

void WakeSignal::clear() const {
    std::uint64_t count = 0;
    // Fails only when it is not raised.
    if (::read(event_.number(), &count, sizeof count) < 0) return;
}

bool wait_for_either(int one, int other, std::chrono::milliseconds patience) {
    std::array<pollfd, 2> waited{pollfd{one, POLLIN, 0}, pollfd{other, POLLIN, 0}};
    return ::poll(waited.data(), waited.size(), static_cast<int>(patience.count())) > 0;
}

Connection::Connection(Descriptor socket) : socket_(std::move(socket)) {
    const timeval ten_seconds{10, 0};
    ::setsockopt(socket_.number(), SOL_SOCKET, SO_SNDTIMEO, &ten_seconds, sizeof ten_seconds);
}

void Connection::send(FrameKind kind, std::string_view body) {
    const std::size_t length = body.size() + 1;
    std::string frame;
    frame.reserve(kLengthBytes + length);
    append_length(frame, length);
    frame += static_cast<char>(kind);
    frame += body;
    std::string_view rest = frame;
    while (!rest.empty()) {
        const ssize_t sent = ::send(socket_.number(), rest.data(), rest.size(), MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR) continue;
        if (sent <= 0) throw PeerGone("the other side takes no more");
        rest.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::optional<Frame> Connection::receive() {
    auto frame = take_frame();
    if (frame || !wait_for_either(socket_.number(), -1, std::chrono::milliseconds::zero())) {
        return frame;
    }
    fill();
    return take_frame();
}

std::optional<Frame> Connection::wait_for_frame(
    const WakeSignal& wake, std::chrono::milliseconds patience
) {
    while (true) {
        if (auto frame = take_frame()) return frame;
        if (!wait_for_either(socket_.number(), wake.descriptor(), patience)) return std::nullopt;
        wake.clear();
        const std::size_t held_before = held_.size();
        auto frame = receive();
        // A long frame comes in pieces: as long as they come, it is waited for.
        if (frame || held_.size() == held_before) return frame;
    }
}

std::optional<Frame> Connection::take_frame() {
    if (held_.size() < kLengthBytes) return std::nullopt;
    const std::size_t length = read_length(held_);
    if (length == 0 || length > kFrameBytesMax) throw PeerGone("a frame of impossible length came");
    if (held_.size() < kLengthBytes + length) return std::nullopt;
    const char kind = held_[kLengthBytes];
    if (kKinds.find(kind) == std::string_view::npos) throw PeerGone("an unknown frame came");
    Frame frame{static_cast<FrameKind>(kind), held_.substr(kLengthBytes + 1, length - 1)};
    held_.erase(0, kLengthBytes + length);
    return frame;
}

void Connection::fill() {
    std::array<char, 65536> buffer{};
    const ssize_t held = ::recv(socket_.number(), buffer.data(), buffer.size(), 0);
    if (held < 0 && errno == EINTR) return;
    if (held <= 0) throw PeerGone("the other side hung up");
    held_.append(buffer.data(), static_cast<std::size_t>(held));
}

}  // namespace clarion::signer
