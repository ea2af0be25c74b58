// ClientCertificates: whose certificates are taken from whoever connects, and what one is known by.
//
// A certificate must chain to a named authority, be for clients, be good today, and stand on none
// of the named revocation lists.
//
// Threads: made on one; afterwards OpenSSL shares it.
// Failure: throws std::invalid_argument for authorities or lists that cannot be used.
#pragma once

#include <openssl/x509.h>

#include <memory>
#include <string>

namespace clarion::http {

inline constexpr int kCertificateChainMax = 4;
inline constexpr long kCertificateChainBytesMax = 32L * 1024;

using TrustStore = std::unique_ptr<X509_STORE, decltype(&X509_STORE_free)>;
using CertificateNames = std::unique_ptr<STACK_OF(X509_NAME), void (*)(STACK_OF(X509_NAME)*)>;

struct ClientAuthorities {
    TrustStore store;
    CertificateNames names;  // told to clients, so that they know which certificate to show
};

// PEM texts; `revocations` may be empty.
[[nodiscard]] ClientAuthorities read_client_authorities(
    const std::string& authorities, const std::string& revocations
);

// Base64url SHA-256 of the certificate (RFC 8705, 3.1).
[[nodiscard]] std::string thumbprint_of(const X509* certificate);

}  // namespace clarion::http
