// RSA-OAEP with SHA-256 (RFC 8017, 7.1), an empty label: how a file key is wrapped for the root
// key. The public half is OpenSSL's; the private half is the token's.
//
// Threads: any.
// Failure: throws KeyUnavailable for what is no RSA key or no wrapped key; never says more of why.
#pragma once

#include "adapters/keys/secret_bytes.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::keys {

// The root outlives every key under it, so it is not shorter than what is held good beyond 2030
// (NIST SP 800-57 part 1, table 4).
inline constexpr int kRootBitsMin = 3072;

// SubjectPublicKeyInfo in DER, from the two numbers as a token gives them, most significant first.
[[nodiscard]] ports::Bytes public_key_of(ports::ByteView modulus, ports::ByteView exponent);
[[nodiscard]] ports::Bytes wrap_for_root(ports::ByteView public_key, ports::ByteView key);

// Of a token that only knows RSA itself: the padding of a decrypted block is taken off here.
[[nodiscard]] SecretBytes take_padding_off(ports::ByteView block);

}  // namespace clarion::keys
