// RFC 8785, the JSON Canonicalization Scheme.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "engine/core/audit/entry.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/json_text.hpp"
#include "engine/core/safe_integer.hpp"
#include "engine/core/statechart/javascript.hpp"

namespace clarion::core {

namespace {

// The order of UTF-16 code units, found in UTF-8: it is the order of bytes, but for the characters
// beyond U+FFFF (lead bytes F0 to F4), whose surrogates come before U+E000 (lead bytes EE and EF).
int utf16_rank(char byte) {
    const int value = static_cast<unsigned char>(byte);
    if (value == 0xEE || value == 0xEF) return value + 0x100;
    return value;
}

bool before_in_utf16(std::string_view left, std::string_view right) {
    return std::lexicographical_compare(
        left.begin(),
        left.end(),
        right.begin(),
        right.end(),
        [](char one, char other) { return utf16_rank(one) < utf16_rank(other); }
    );
}

void append_value(std::string& text, const json::value& value);

void append_object(std::string& text, const json::object& object) {
    std::vector<const json::key_value_pair*> members;
    members.reserve(object.size());
    for (const auto& member : object)
        members.push_back(&member);
    std::sort(members.begin(), members.end(), [](const auto* left, const auto* right) {
        return before_in_utf16(left->key(), right->key());
    });
    text += '{';
    for (const auto* member : members) {
        if (member != members.front()) text += ',';
        append_json_string(text, member->key());
        text += ':';
        append_value(text, member->value());
    }
    text += '}';
}

void append_array(std::string& text, const json::array& array) {
    text += '[';
    for (std::size_t index = 0; index < array.size(); ++index) {
        if (index > 0) text += ',';
        append_value(text, array[index]);
    }
    text += ']';
}

// Numbers are JavaScript's: what a double cannot hold exactly is written as the double it becomes.
void append_double(std::string& text, double number) {
    ensure(std::isfinite(number), "a number in canonical JSON is finite");
    text += statechart::javascript::number_to_text(number);
}

void append_value(std::string& text, const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            text += "null";
            return;
        case json::kind::bool_:
            text += value.get_bool() ? "true" : "false";
            return;
        case json::kind::int64: {
            const std::int64_t number = value.get_int64();
            if (-kSafeIntegerMax <= number && number <= kSafeIntegerMax) {
                append_json_integer(text, number);
            } else {
                append_double(text, static_cast<double>(number));
            }
            return;
        }
        case json::kind::uint64:
            if (value.get_uint64() <= static_cast<std::uint64_t>(kSafeIntegerMax)) {
                append_json_integer(text, value.get_uint64());
            } else {
                append_double(text, static_cast<double>(value.get_uint64()));
            }
            return;
        case json::kind::double_:
            append_double(text, value.get_double());
            return;
        case json::kind::string:
            append_json_string(text, value.get_string());
            return;
        case json::kind::array:
            append_array(text, value.get_array());
            return;
        case json::kind::object:
            append_object(text, value.get_object());
            return;
    }
}

}  // namespace

std::string canonical_json(const json::value& value) {
    std::string text;
    append_value(text, value);
    return text;
}

}  // namespace clarion::core
