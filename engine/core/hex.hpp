// Bytes as hexadecimal digits, lower case: how hashes, names drawn by chance and key ids are
// written.
#pragma once

#include <cstdint>
#include <span>
#include <string>

namespace clarion::core {

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

}  // namespace clarion::core
