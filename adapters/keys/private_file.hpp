// Files that only their owner may read: refused when others could, written whole or not at all.
//
// Failure: throws KeyUnavailable with the path and what to do.
#pragma once

#include <string>

#include "adapters/keys/secret_bytes.hpp"

namespace clarion::keys {

[[nodiscard]] SecretBytes read_private_file(const std::string& path, std::size_t size_max);

enum class WriteMode { make_new, replace };
// On disk, with its name, when this returns.
void write_private_file(
    const std::string& path, std::span<const std::uint8_t> bytes, WriteMode mode
);

// Makes the folder of `path` with mode 0700 when it is missing; refuses one that others may enter.
void prepare_private_folder_of(const std::string& path);

}  // namespace clarion::keys
