// SignerLink: the server's end of the wire. Feeds the signer the log's entries and brings back what
// it signed. Both pass through the engine's queue, as everything that touches the store does.
//
// Ownership: borrows queue and log; both must outlive serve().
// Threads:   serve() blocks one thread of the caller's; the rest may be called from any.
// Failure:   a signer that goes away is waited for; without one, entries go on unsigned and the log
//            says so. serve() throws std::system_error when the socket cannot be opened.
#pragma once

#include <sys/types.h>

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>

#include "adapters/signer/wire.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::signer {

// How the log stands with its signer, as this server last heard.
struct SignerStanding {
    bool is_connected = false;
    bool is_refused =
        false;  // one of the two refused the other's tree, and it has not signed since
    std::uint64_t entries = 0;      // that the signer was given
    std::uint64_t signed_size = 0;  // of the newest checkpoint that was kept since the start
};

struct SignerLinkSettings {
    std::filesystem::path socket_path;
    // The key of the first signer that ever came; another one is refused. DIR/log.vkey.
    std::filesystem::path verifier_key_path;
    // Besides the server's own user. Its group is then let through to the socket (0660, not 0600).
    std::optional<uid_t> signer_user = std::nullopt;
    // A signer was started and is on its way: a stop that comes first waits for it as for the last
    // checkpoint.
    bool signer_is_coming = false;
    // How often new entries are looked for.
    std::chrono::milliseconds tick = std::chrono::seconds(1);
    // How long the last checkpoint may take when the server stops.
    std::chrono::milliseconds last_checkpoint_max = std::chrono::seconds(5);
    // Called at the start and at every change, on the thread of serve().
    std::function<void(const SignerStanding&)> tell = [](const SignerStanding&) {};
};

class SignerLink {
public:
    SignerLink(SignerLinkSettings settings, runtime::WorkQueue& queue, ports::Log& log);

    // Until a stop is asked for; then once more all entries and a last checkpoint. The engine must
    // run until it returns.
    void serve(const std::stop_token& stop);

    // Asks for a checkpoint of all that is in the log now. Gives a ticket for is_done().
    std::uint64_t request_checkpoint();
    // True when the checkpoint asked for is kept. Stays false while no signer is there.
    [[nodiscard]] bool is_done(std::uint64_t ticket) const { return done_ >= ticket; }
    // Size of the newest checkpoint that was kept since the start.
    [[nodiscard]] std::uint64_t signed_size() const { return signed_size_; }

private:
    class Visit;  // one connected signer

    template <class Change>
    void stand(Change&& change) {
        change(standing_);
        settings_.tell(standing_);
    }
    void greet(Descriptor socket, const WakeSignal& wake, const std::stop_token& stop);

    SignerLinkSettings settings_;
    runtime::WorkQueue& queue_;
    ports::Log& log_;
    WakeSignal wake_;
    bool has_met_ = false;  // the signer, since the start
    SignerStanding standing_;
    std::atomic<std::uint64_t> asked_ = 0;
    std::atomic<std::uint64_t> done_ = 0;
    std::atomic<std::uint64_t> signed_size_ = 0;
};

}  // namespace clarion::signer
