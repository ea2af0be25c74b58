// SHA-256 by OpenSSL, for the rules that only know core::Sha256. Any thread: each has a context of
// its own.
#pragma once

#include "engine/core/sha256.hpp"

namespace clarion::keys {

[[nodiscard]] core::Sha256 make_sha256();

}  // namespace clarion::keys
