// A key file as it is kept: plain, or sealed under a root key that a token holds (root_place.hpp
// says where). Frozen format of a sealed one:
//
//     clarion-sealed-keys 1
//     root <the root's SubjectPublicKeyInfo, hexadecimal>
//     key <a new file key: RSA-OAEP with SHA-256 for the root, hexadecimal>
//     sealed <the plain key file: AES-256-GCM under the file key, hexadecimal>
//
// The three lines before are the seal's context: not a bit of the file can change unseen.
//
// Threads: one at a time.
// Failure: throws KeyUnavailable and says which file, module or token, what is wrong and what to
//          do; never a key, never a PIN.
#pragma once

#include <string>

#include "adapters/keys/root_place.hpp"
#include "adapters/keys/secret_bytes.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::keys {

// Room for what the root adds, and the hexadecimal digits.
inline constexpr std::size_t kPlainKeysBytesMax = std::size_t{64} * 1024;
inline constexpr std::size_t kSealedKeysBytesMax = 2 * kPlainKeysBytesMax + 8192;

struct KeptKeys {
    SecretBytes text;   // the plain key file, a zero byte after the last one
    ports::Bytes root;  // the public key of the root; empty: it is kept plain
};

// Opens it; a sealed one asks the token once.
[[nodiscard]] KeptKeys read_kept_keys(const std::string& path, std::size_t size_max);

// In the way `kept` was: a sealed one is sealed anew, under a new file key, by the root's public
// key alone. Replaced whole or not at all.
void replace_kept_keys(const std::string& path, const KeptKeys& kept, ports::ByteView text);

// From plain to sealed. The seal is opened again by the token before the plain file goes; then that
// one's bytes are written over, as far as a file system lets a program do that.
void seal_key_file(const std::string& path, const RootPlace& place);

// From sealed to plain.
void unseal_key_file(const std::string& path);

// The file as it is, with what says where its root is when it is sealed. Never replaces one.
void copy_key_file(const std::string& from, const std::string& to);

}  // namespace clarion::keys
