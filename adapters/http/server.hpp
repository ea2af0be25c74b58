// Server: sockets, TLS and strict HTTP/1.1 in front of a Router. The rest of the program sees
// messages only.
//
// Threads: starts `io_threads`, each with its own io_context and SO_REUSEPORT acceptors; handlers
// run on them and must
//          not block. stop() may be called from any thread.
// Limits:  kBodyBytesMax, kHeaderBytesMax, kHeadersMax, a deadline for every wait, kConnectionsMax
// a listener. Failure: throws ListenFailed with one clear line (address, reason) when a port cannot
// be had.
#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <vector>

#include "adapters/http/router.hpp"

namespace clarion::http {

inline constexpr std::size_t kPublicBodyBytesMax = 64 * 1024;
inline constexpr std::size_t kStaffBodyBytesMax = 1024 * 1024;
inline constexpr std::size_t kHeaderBytesMax = 16 * 1024;
inline constexpr std::size_t kHeadersMax = 100;
inline constexpr std::size_t kTargetBytesMax = 8000;

struct ListenFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

struct TlsFiles {
    std::string certificate_pem;  // contents, chain
    std::string private_key_pem;  // contents
};

// A self-signed certificate for localhost, made anew at each start; for --demo and tests.
[[nodiscard]] TlsFiles self_signed_certificate();

struct ListenerSettings {
    ListenerKind kind = ListenerKind::public_form;
    std::string host;                    // numeric or localhost
    std::uint16_t port = 0;              // 0 picks a free one
    std::optional<TlsFiles> tls;         // none: plain HTTP, for the admin listener on loopback
    std::vector<std::string> our_hosts;  // accepted Host names, without port; others are 421
};

class Server {
public:
    Server(std::vector<ListenerSettings> listeners, const Router& router, int io_threads);
    ~Server();
    // Binds and starts to accept. Returns the ports in the order of the listeners.
    std::vector<std::uint16_t> start();
    // Stops accepting, lets answers under way go out (bounded), then joins.
    void stop();

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::http
