// Base64url (RFC 4648, section 5) as JOSE writes it. One text for one value: no padding, no white
// space, and spare bits are zero.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace clarion::identity {

[[nodiscard]] std::string encode_base64url(std::span<const std::uint8_t> bytes);
// Empty: it is not what encode_base64url would have written.
[[nodiscard]] std::optional<std::string> decode_base64url(std::string_view text);

}  // namespace clarion::identity
