// How JavaScript converts and compares values, for JSON values alone. JsonLogic is defined in its
// terms.
//
// A null pointer stands for `undefined`. Numbers are doubles, strings are compared by UTF-16 units.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/json.hpp"

namespace clarion::core::statechart::javascript {

[[nodiscard]] bool truthy(const json::value* value);  // JsonLogic's: an empty array is false
[[nodiscard]] double to_number(const json::value* value);
[[nodiscard]] double parse_float(const json::value* value);  // parseFloat: the longest prefix
[[nodiscard]] std::string to_text(const json::value* value);
[[nodiscard]] std::string number_to_text(double number);

[[nodiscard]] bool loosely_equal(const json::value* left, const json::value* right);   // ==
[[nodiscard]] bool strictly_equal(const json::value* left, const json::value* right);  // ===

// The same JSON: numbers by value, lists in order, objects without regard to order.
[[nodiscard]] bool same_json(const json::value& left, const json::value& right);

// `<` and `<=`: false when either side is not a number and they are not both text.
[[nodiscard]] bool less(const json::value* left, const json::value* right);
[[nodiscard]] bool less_or_equal(const json::value* left, const json::value* right);

// Text as JavaScript counts it. A lone surrogate comes back as U+FFFD.
[[nodiscard]] std::u16string to_utf16(std::string_view text);
[[nodiscard]] std::string from_utf16(std::u16string_view units);

// An integer when it is one that a double holds exactly, a double otherwise; JSON text stays short.
[[nodiscard]] json::value number_value(double number);

}  // namespace clarion::core::statechart::javascript
