#include "engine/core/json_text.hpp"

namespace clarion::core {

namespace {

// By byte: whether it cannot stand in a string as it is.
constexpr std::array<bool, 256> kNeedsEscape = [] {
    std::array<bool, 256> needs{};
    for (std::size_t code = 0; code < 0x20; ++code)
        needs[code] = true;
    needs['"'] = true;
    needs['\\'] = true;
    return needs;
}();

void append_escaped(std::string& text, char character) {
    constexpr std::string_view kHex = "0123456789abcdef";
    constexpr std::string_view kShort = "btn?fr";  // for 0x08 to 0x0D; 0x0B has no short form
    const auto code = static_cast<unsigned char>(character);
    text += '\\';
    if (code >= 0x20) {
        text += character;
    } else if (code >= 0x08 && code <= 0x0D && code != 0x0B) {
        text += kShort[code - 0x08U];
    } else {
        text += "u00";
        text += kHex[code >> 4];
        text += kHex[code & 0x0F];
    }
}

}  // namespace

void append_json_string(std::string& text, std::string_view content) {
    text += '"';
    std::size_t plain_from = 0;
    for (std::size_t at = 0; at < content.size(); ++at) {
        if (!kNeedsEscape[static_cast<unsigned char>(content[at])]) continue;
        text += content.substr(plain_from, at - plain_from);
        append_escaped(text, content[at]);
        plain_from = at + 1;
    }
    text += content.substr(plain_from);
    text += '"';
}

void append_json(std::string& text, const json::object& object) {
    ObjectText members(text);
    for (const auto& member : object)
        append_json(members.member(member.key()), member.value());
    members.end();
}

void append_json(std::string& text, const json::value& value) {
    switch (value.kind()) {
        case json::kind::null:
            text += "null";
            return;
        case json::kind::bool_:
            append_json_bool(text, value.get_bool());
            return;
        case json::kind::int64:
            append_json_integer(text, value.get_int64());
            return;
        case json::kind::uint64:
            append_json_integer(text, value.get_uint64());
            return;
        case json::kind::double_:
            text += json::serialize(value);
            return;
        case json::kind::string:
            append_json_string(text, value.get_string());
            return;
        case json::kind::array:
            append_json_list(text, value.get_array(), [](std::string& into, const auto& entry) {
                append_json(into, entry);
            });
            return;
        case json::kind::object:
            append_json(text, value.get_object());
            return;
    }
}

}  // namespace clarion::core
