// Ed25519 keys and SHA-256 of OpenSSL, as the log's code is handed them.
//
// Threads: any; a key is used by one thread at a time.
// Failure: throws CryptographyFailed when OpenSSL refuses, which means no memory or a broken
// library.
#pragma once

#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "engine/core/audit/note.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::signer {

struct CryptographyFailed : std::runtime_error {
    using std::runtime_error::runtime_error;
};

[[nodiscard]] core::Sha256 openssl_sha256();

// False for a signature of the wrong length too.
[[nodiscard]] bool verify_ed25519(
    const core::PublicKey& key, std::string_view message, std::span<const std::uint8_t> signature
);

class SigningKey {
public:
    [[nodiscard]] static SigningKey generate();
    // Of PKCS#8 in PEM; empty when it is not an Ed25519 private key.
    [[nodiscard]] static std::optional<SigningKey> parse_pem(std::string_view pem);

    [[nodiscard]] std::string to_pem() const;
    [[nodiscard]] core::PublicKey public_key() const;
    [[nodiscard]] core::Signature sign(std::string_view message) const;

private:
    struct Key;
    explicit SigningKey(std::shared_ptr<const Key> key) : key_(std::move(key)) {}
    std::shared_ptr<const Key> key_;
};

}  // namespace clarion::signer
