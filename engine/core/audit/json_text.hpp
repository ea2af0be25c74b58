// The smallest pieces of canonical JSON text, shared by entries and canonical_json.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

namespace clarion::core {

// In quotes, escaped as RFC 8785 3.2.2.2 says: the short escapes where there is one, \u00xx in
// lower case for other control characters, everything else as it is. Requires: UTF-8.
void append_json_string(std::string& text, std::string_view content);

void append_json_integer(std::string& text, std::integral auto number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

}  // namespace clarion::core
