// Bytes as hexadecimal digits, lower case: how hashes, names drawn by chance and key ids are
// written.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

namespace clarion::core {

[[nodiscard]] std::string to_hex(std::span<const std::uint8_t> bytes);

// False: these are not two digits, in lower case alone, for each of `bytes`; what is in there then
// means nothing.
[[nodiscard]] bool read_hex(std::string_view digits, std::span<std::uint8_t> bytes);

}  // namespace clarion::core
