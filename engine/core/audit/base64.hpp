// Base 64 of RFC 4648 section 4, with padding, as the log's texts use it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/sha256.hpp"

namespace clarion::core {

[[nodiscard]] std::string to_base64(std::span<const std::uint8_t> bytes);

// Empty for anything but the one text that to_base64 would write.
[[nodiscard]] std::optional<std::vector<std::uint8_t>> parse_base64(std::string_view text);

// As parse_base64, and exactly 32 bytes.
[[nodiscard]] std::optional<Digest> parse_base64_digest(std::string_view text);

}  // namespace clarion::core
