// FileKeyVault: the KeyVault port over a key file.
//
// Ownership: holds the keys in wiped, locked memory; handles keep their data key alive.
// Threads:   one at a time.
// Failure:   KeyUnavailable when the file or a key is missing; IntegrityBroken when sealed bytes or
//            a wrapped key do not open.
#pragma once

#include <memory>
#include <string>

#include "adapters/keys/key_file.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::keys {

[[nodiscard]] std::unique_ptr<ports::KeyVault> make_key_vault(KeySet keys);

// Reads the file at `path`, which create_key_file made.
[[nodiscard]] std::unique_ptr<ports::KeyVault> open_key_vault(const std::string& path);

}  // namespace clarion::keys
