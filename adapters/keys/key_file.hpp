// The key file: one line a key, strictly read. Frozen format:
//
//     clarion-keys 1
//     token <64 hexadecimal digits>
//     set <64 hexadecimal digits> <64 more>     once the first `kek` was retired
//     kek <id> <64 hexadecimal digits>
//     check <id> <64 hexadecimal digits>        of each key that was added later
//     next <64 hexadecimal digits> <64 more>    while the token key is turned: the one to come
//
// One `kek` line a year, oldest first: the last one wraps new data keys. The token key and the
// first `kek` identify the key set: their keyed hash is its fingerprint. When the first `kek` is
// retired, the `set` line keeps the fingerprint, and a keyed hash by which the token key knows it.
// A `check` line is such a hash of a later key: one that changed by a bit would seal what no key
// opens again.
//
// While there is a `next` line, the store says by its fingerprint which of the two token keys is in
// use; then `next` becomes `token`, with a `set` line, and the old one is gone.
//
// It is kept plain, or sealed under a root key (sealed_keys.hpp): then whatever reads or changes it
// asks the token, and a change seals it anew.
//
// Failure: throws KeyUnavailable and says which file and line, what is wrong and what to do; never
// a key.
#pragma once

#include <string>
#include <vector>

#include "adapters/keys/secret_bytes.hpp"

namespace clarion::keys {

inline constexpr std::size_t kKeyBytes = 32;

struct KeyEncryptionKey {
    std::string id;
    SecretBytes key;
};

struct KeySet {
    SecretBytes token_key;
    std::string fingerprint;  // of the key set; the same until the token key is turned
    std::vector<KeyEncryptionKey> encryption_keys;  // at least one
    SecretBytes next_token_key;    // while the token key is turned; empty otherwise
    std::string next_fingerprint;  // the key set's, with that one
};

// Makes the file (mode 0600) and, where it is missing, its folder (mode 0700). Never replaces a
// file. `key_id` names the first key-encryption key, such as its year.
void create_key_file(const std::string& path, const std::string& key_id = "first");

// Adds a new key-encryption key as the last one; the old file is replaced whole or not at all.
void add_encryption_key(const std::string& path, const std::string& key_id);

// Takes a key-encryption key away, for good; never the newest one. The old file is replaced whole
// or not at all, and what only that key opened can never be opened again.
void retire_encryption_key(const std::string& path, const std::string& key_id);

// Adds a token key to come, unless there is one. Meanwhile no other key is added or retired.
void begin_token_turn(const std::string& path);

// The token key to come takes the other's place, which is gone for good. Requires: the store says
// that it is in use, and no token of the old one is left.
void end_token_turn(const std::string& path);

// Refuses a file or folder that others could read or change.
[[nodiscard]] KeySet read_key_file(const std::string& path);

}  // namespace clarion::keys
