// The SHA-256 of some bytes, as 64 hexadecimal digits.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/sha256.hpp"

namespace clarion::deploy {

[[nodiscard]] std::string hash_text(const core::Sha256& sha256, std::string_view bytes);

}  // namespace clarion::deploy
