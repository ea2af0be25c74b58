#include "adapters/http/intake/typed_text.hpp"

#include <cstdint>

namespace clarion::http::intake {

namespace {

// Length in bytes of the code point that starts with `lead`. Requires: well-formed UTF-8.
std::size_t length_of(char lead) {
    const auto byte = static_cast<unsigned char>(lead);
    if (byte < 0x80) return 1;
    if (byte < 0xE0) return 2;
    return byte < 0xF0 ? 3 : 4;
}

std::uint32_t point_of(std::string_view bytes) {
    constexpr std::uint32_t kLeadBits[] = {0x7F, 0x1F, 0x0F, 0x07};
    std::uint32_t point = static_cast<unsigned char>(bytes[0]) & kLeadBits[bytes.size() - 1];
    for (const char byte : bytes.substr(1))
        point = (point << 6) | (static_cast<unsigned char>(byte) & 0x3FU);
    return point;
}

bool is_line_end(std::uint32_t point) {
    return point == '\n' || point == '\r' || point == 0x85 || point == 0x2028 || point == 0x2029;
}

bool is_unseen(std::uint32_t point) {
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    const bool reorders =
        (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
    const bool no_character =
        (point & 0xFFFEU) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF) || point == 0xFEFF;
    return control || reorders || no_character;
}

}  // namespace

std::string typed_text(std::string_view text, bool several_lines) {
    std::string out;
    bool space = false;
    while (!text.empty()) {
        const std::string_view bytes = text.substr(0, length_of(text[0]));
        const std::uint32_t point = point_of(bytes);
        // Of \r\n the second is the line end.
        const bool is_half = point == '\r' && text.size() > 1 && text[1] == '\n';
        text.remove_prefix(bytes.size());
        if (is_half) continue;
        if (is_line_end(point) && several_lines) {
            if (!out.empty()) out += '\n';
            space = false;
        } else if (point == ' ' || point == '\t' || is_line_end(point)) {
            space = !out.empty() && out.back() != '\n';
        } else if (!is_unseen(point)) {
            if (space) out += ' ';
            space = false;
            out += bytes;
        }
    }
    while (!out.empty() && out.back() == '\n')
        out.pop_back();
    return out;
}

}  // namespace clarion::http::intake
