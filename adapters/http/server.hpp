// Server: sockets, TLS and strict HTTP/1.1 in front of a Router. The rest of the program sees
// messages only.
//
// Threads: starts `io_threads`, each with its own io_context and SO_REUSEPORT acceptors; handlers
// run on them and must
//          not block. stop() may be called from any thread.
// Limits:  kBodyBytesMax, kHeaderBytesMax, kHeadersMax, a deadline for every wait, kConnectionsMax
// a listener, and what its settings allow one network. Beyond them whoever has been idle for
// longest makes room, then whoever has been sending for longest; nobody whose request is answered.
// Failure: throws ListenFailed with one clear line (address, reason) when a port cannot be had.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/head_gate.hpp"
#include "adapters/http/router.hpp"

namespace clarion::http {

inline constexpr std::size_t kPublicBodyBytesMax = 64 * 1024;
inline constexpr std::size_t kStaffBodyBytesMax = 1024 * 1024;

// A listener's, unless its settings say otherwise.
inline constexpr std::size_t kConnectionsMax = 16'384;

// How long each wait may be. Production uses the defaults; tests shorten them.
struct Deadlines {
    std::chrono::milliseconds handshake{10'000};
    std::chrono::milliseconds headers{10'000};
    std::chrono::milliseconds body_grace{10'000};  // beside kBodyBytesPerSecondMin
    std::chrono::milliseconds write{20'000};
    std::chrono::milliseconds idle{60'000};
    std::chrono::milliseconds answer{30'000};  // of the engine; then 503, outcome unknown
    std::chrono::milliseconds linger{2'000};   // for the peer to take the last answer
    std::chrono::milliseconds stop{5'000};     // for answers under way at stop()
    std::chrono::milliseconds tick{250};       // how often all of these are looked at
};
inline constexpr std::size_t kBodyBytesPerSecondMin = 500;

struct ListenFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct TlsFiles {
    std::string certificate_pem;  // contents, chain
    std::string private_key_pem;  // contents
    // Whose certificates programs may show; contents, empty: none is asked for. Nobody has to show
    // one, but who shows one that they do not vouch for is not connected.
    std::string client_authorities_pem = {};
    std::string client_revocations_pem = {};  // their lists, one of each; empty: none is looked at
};

// A self-signed certificate for localhost, made anew at each start; for --demo and tests.
[[nodiscard]] TlsFiles self_signed_certificate();

// Who counts as one for limits; see adapters/http/networks.hpp.
struct NetworkRules {
    int ipv4_prefix = 24;
    int ipv6_prefix = 64;
    std::vector<std::string> proxies =
        {};  // addresses or networks whose X-Forwarded-For is believed
};
// What is wrong with them; empty: nothing.
[[nodiscard]] std::string complaint_about(const NetworkRules& rules);

struct ListenerSettings {
    ListenerKind kind = ListenerKind::public_form;
    std::string host;                    // numeric or localhost
    std::uint16_t port = 0;              // 0 picks a free one
    std::optional<TlsFiles> tls;         // none: plain HTTP, for the admin listener on loopback
    std::vector<std::string> our_hosts;  // accepted Host names, without port; others are 421
    bool tls12_allowed = true;
    std::size_t connections_max = kConnectionsMax;
    std::size_t connections_per_network = 0;  // 0: no limit; proxies have none
    NetworkRules networks = {};
    // Told why, each time a connection goes or is not taken for want of room; may be empty.
    std::function<void(std::string_view why)> on_dropped = {};
};

class Server {
public:
    // Throws std::invalid_argument for a certificate, key or proxy that cannot be used.
    Server(
        std::vector<ListenerSettings> listeners,
        const Router& router,
        int io_threads,
        Deadlines deadlines = {}
    );
    ~Server();
    // Binds and starts to accept. Returns the ports in the order of the listeners.
    std::vector<std::uint16_t> start();
    // Stops accepting, lets answers under way go out (bounded), then joins. Not from a handler.
    void stop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::http
