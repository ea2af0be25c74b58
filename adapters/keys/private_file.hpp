// Files that only their owner may read: refused when others could, written whole or not at all.
//
// Failure: throws KeyUnavailable with the path and what to do.
#pragma once

#include <string>

#include "adapters/keys/secret_bytes.hpp"

namespace clarion::keys {

// With a zero byte after the last one.
[[nodiscard]] SecretBytes read_private_file(const std::string& path, std::size_t size_max);
// A secret that may also be the service manager's credential: root's, and read by root's group and,
// through an access control list, by the service's user.
[[nodiscard]] SecretBytes read_secret_file(const std::string& path, std::size_t size_max);

enum class WriteMode { make_new, replace };
// On disk, with its name, when this returns.
void write_private_file(
    const std::string& path, std::span<const std::uint8_t> bytes, WriteMode mode
);

// Replaces the file, then writes zeros over the one that was there. What else kept its bytes (a
// copy, a snapshot, a journal, a disk that writes elsewhere) is out of reach.
void replace_and_write_over(const std::string& path, std::span<const std::uint8_t> bytes);

// Makes the folder of `path` with mode 0700 when it is missing; refuses one that others may enter.
void prepare_private_folder_of(const std::string& path);

}  // namespace clarion::keys
