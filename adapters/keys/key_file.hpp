// The key file: one line a key, strictly read. Frozen format:
//
//     clarion-keys 1
//     token <64 hexadecimal digits>
//     kek <id> <64 hexadecimal digits>
//
// One `kek` line a year, oldest first: the last one wraps new data keys. The first one and the
// token key identify the key set, so those two lines stay as long as the store does.
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
    std::vector<KeyEncryptionKey> encryption_keys;  // at least one
};

// Makes the file (mode 0600) and, where it is missing, its folder (mode 0700). Never replaces a
// file. `key_id` names the first key-encryption key, such as its year.
void create_key_file(const std::string& path, const std::string& key_id = "first");

// Adds a new key-encryption key as the last one; the old file is replaced whole or not at all.
void add_encryption_key(const std::string& path, const std::string& key_id);

// Refuses a file or folder that others could read or change.
[[nodiscard]] KeySet read_key_file(const std::string& path);

}  // namespace clarion::keys
