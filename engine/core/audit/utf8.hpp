// What the log's texts must be sure of about UTF-8.
#pragma once

#include <string_view>

namespace clarion::core {

// Well-formed as RFC 3629 says: shortest forms only, no surrogates, nothing beyond U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

// Holds a character that Unicode calls white space. Requires: is_utf8(text).
[[nodiscard]] bool contains_space(std::string_view text);

}  // namespace clarion::core
