// What the log's texts must be sure of about UTF-8.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace clarion::core {

// Well-formed as RFC 3629 says: shortest forms only, no surrogates, nothing beyond U+10FFFF.
[[nodiscard]] bool is_utf8(std::string_view text);

// Holds a character that Unicode calls white space. Requires: is_utf8(text).
[[nodiscard]] bool contains_space(std::string_view text);

// How many bytes at the front of `text` are UTF-8 without a control character (C0, DEL, C1).
[[nodiscard]] std::size_t plain_length(std::string_view text);
// Requires: is_utf8(text).
[[nodiscard]] std::size_t count_characters(std::string_view text);

// Safe to print whoever wrote it: control characters and those that turn the direction of a line
// stand there as JSON writes them (\u001b), bytes that are not UTF-8 as \xff.
[[nodiscard]] std::string shown_text(std::string_view text);

}  // namespace clarion::core
