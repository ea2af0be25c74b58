#include "adapters/signer/visitors.hpp"

#include <unistd.h>

#include "adapters/signer/link_socket.hpp"

namespace clarion::signer {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kForever = std::chrono::hours(1);
// How long a visitor may say nothing; the next one waits for it.
constexpr milliseconds kSilenceMax = std::chrono::seconds(10);

void attend(
    Connection connection,
    const FrameAnswer& answer,
    const WakeSignal& wake,
    const std::stop_token& stop
) {
    while (!stop.stop_requested()) {
        const auto frame = connection.wait_for_frame(wake, kSilenceMax);
        if (!frame) throw PeerGone("it asked no more");
        const Frame answered = answer(*frame);
        connection.send(answered.kind, answered.body);
    }
}

}  // namespace

void serve_visitors(const VisitorSettings& settings, ports::Log& log, const std::stop_token& stop) {
    const WakeSignal wake;
    const std::stop_callback wake_at_stop(stop, [&wake] { wake.raise(); });
    const ListeningSocket listening(settings.socket_path, 0600);
    while (!stop.stop_requested()) {
        if (!wait_for_either(listening.number(), wake.descriptor(), kForever)) continue;
        wake.clear();
        Descriptor socket = listening.accept();
        if (!socket || user_of_peer(socket.number()) != ::geteuid()) continue;
        try {
            attend(Connection(std::move(socket)), settings.welcome(), wake, stop);
        } catch (const PeerGone& gone) {
            log.write(ports::LogLevel::info, settings.left, {{"reason", gone.what()}});
        }
    }
}

}  // namespace clarion::signer
