// Percent-encoding (RFC 3986 2.1) and strict UTF-8, for targets and forms.
//
// Threads: pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace clarion::http {

enum class Plus { is_plus, is_space };

// Decoded once. Empty: an escape is cut short or not hexadecimal, or the result holds a NUL or is
// not UTF-8.
[[nodiscard]] std::optional<std::string> decode_percent(std::string_view text, Plus plus);
// What stays as it is: letters, digits and -._~
[[nodiscard]] std::string encode_percent(std::string_view text);

// No overlong forms, no surrogates, nothing above U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

}  // namespace clarion::http
