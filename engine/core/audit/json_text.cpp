#include "engine/core/audit/json_text.hpp"

namespace clarion::core {

namespace {

bool needs_escape(char character) {
    return static_cast<unsigned char>(character) < 0x20 || character == '"' || character == '\\';
}

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
        if (!needs_escape(content[at])) continue;
        text += content.substr(plain_from, at - plain_from);
        append_escaped(text, content[at]);
        plain_from = at + 1;
    }
    text += content.substr(plain_from);
    text += '"';
}

}  // namespace clarion::core
