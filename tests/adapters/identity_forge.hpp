// A forge of tokens: keys made by OpenSSL for one run, and tokens signed with them, right and
// wrong.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"

namespace clarion::test {

// What is put before and after a signature to make a wrong one of it.
enum class Flaw { none, pkcs1, short_salt, sha384, der };

class SigningKey {
public:
    [[nodiscard]] static SigningKey ec(const std::string& curve);  // P-256, P-384, secp256k1 ...
    [[nodiscard]] static SigningKey rsa(int bits, unsigned exponent = 65537);
    [[nodiscard]] static SigningKey ed25519();

    // As an issuer publishes it.
    [[nodiscard]] core::json::object jwk(std::string_view kid) const;
    // As the algorithm that fits the key, spoiled by the flaw.
    [[nodiscard]] std::string sign(std::string_view input, Flaw flaw = Flaw::none) const;
    [[nodiscard]] std::string public_pem() const;

private:
    struct Parts;
    explicit SigningKey(std::shared_ptr<Parts> parts) : parts_(std::move(parts)) {}
    std::shared_ptr<Parts> parts_;
};

[[nodiscard]] std::string part_of(std::string_view text);  // base64url
[[nodiscard]] std::string hmac_sha256(std::string_view secret, std::string_view input);

// header.claims.signature, whatever the two texts are.
[[nodiscard]] std::string signed_token(
    std::string_view header, std::string_view claims, const SigningKey& key, Flaw flaw = Flaw::none
);

}  // namespace clarion::test
