// TlsSettings: OpenSSL set up as assurance B4 asks, in one place.
//
// TLS 1.3 and, where allowed, 1.2 with forward secrecy and authenticated ciphers; no tickets and no
// session cache on any listener (a key that opens old sessions is worth more than 80 microseconds),
// no early data, no renegotiation, no compression. ALPN other than http/1.1 and unknown server
// names end the handshake, and so does a client certificate that the named authorities do not
// vouch for, for this purpose, today.
//
// Failure: throws std::invalid_argument for a certificate or key that cannot be used.
#pragma once

#include <openssl/ssl.h>

#include <memory>
#include <string>
#include <vector>

#include "adapters/http/server.hpp"

namespace clarion::http {

using TlsContext = std::shared_ptr<SSL_CTX>;

// `our_hosts` must outlive the context.
[[nodiscard]] TlsContext make_tls_context(
    const TlsFiles& files, const std::vector<std::string>& our_hosts, bool tls12_allowed
);

// Base64url SHA-256 of the certificate that the peer has shown (RFC 8705, 3.1); empty: none.
[[nodiscard]] std::string certificate_shown(const SSL* session);

// After the handshake: TLS 1.2 counts only with an extended master secret (RFC 7627).
[[nodiscard]] bool is_acceptable(SSL* session);

}  // namespace clarion::http
