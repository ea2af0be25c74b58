#include "engine/core/audit/utf8.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>

namespace clarion::core {

namespace {

// One character and how many bytes it took; 0 bytes for what is not UTF-8.
struct Decoded {
    std::uint32_t point = 0;
    std::size_t bytes = 0;
};

std::size_t bytes_after(unsigned char lead) {
    if (lead >= 0xF0) return 3;
    return lead >= 0xE0 ? 2 : 1;
}

Decoded decode_first(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    if (lead < 0x80) return {lead, 1};
    if (lead < 0xC2 || lead > 0xF4) return {};
    const std::size_t more = bytes_after(lead);
    if (text.size() <= more) return {};
    std::uint32_t point = lead & (0x3FU >> more);
    for (std::size_t at = 1; at <= more; ++at) {
        const auto next = static_cast<unsigned char>(text[at]);
        if ((next & 0xC0) != 0x80) return {};
        point = (point << 6) | (next & 0x3FU);
    }
    constexpr std::uint32_t kFirstOfLength[] = {0, 0x80, 0x800, 0x10000};
    const bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (point < kFirstOfLength[more] || point > 0x10FFFF || is_surrogate) return {};
    return {point, more + 1};
}

bool is_space(std::uint32_t point) {
    return (point >= 0x09 && point <= 0x0D) || point == 0x20 || point == 0x85 || point == 0xA0 ||
           point == 0x1680 || (point >= 0x2000 && point <= 0x200A) || point == 0x2028 ||
           point == 0x2029 || point == 0x202F || point == 0x205F || point == 0x3000;
}

bool is_control(std::uint32_t point) {
    return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

// Ends a line, turns its direction, or is not seen: what is read is not what is there.
bool misleads(std::uint32_t point) {
    return point == 0x061C || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x2069) ||
           point == 0xFEFF;
}

std::string escaped(std::string_view prefix, std::uint32_t number, int digits) {
    constexpr std::array<char, 17> kDigits{"0123456789abcdef"};
    std::string text(prefix);
    for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4)
        text += kDigits[(number >> shift) & 0xFU];
    return text;
}

}  // namespace

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        const Decoded first = decode_first(text);
        if (first.bytes == 0) return false;
        text.remove_prefix(first.bytes);
    }
    return true;
}

bool contains_space(std::string_view text) {
    while (!text.empty()) {
        const Decoded first = decode_first(text);
        if (is_space(first.point)) return true;
        text.remove_prefix(std::max<std::size_t>(first.bytes, 1));
    }
    return false;
}

std::size_t plain_length(std::string_view text) {
    std::size_t length = 0;
    while (length < text.size()) {
        const Decoded next = decode_first(text.substr(length));
        if (next.bytes == 0 || is_control(next.point)) break;
        length += next.bytes;
    }
    return length;
}

std::size_t count_characters(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char byte) {
        return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U;
    }));
}

std::string shown_text(std::string_view text) {
    std::string shown;
    while (!text.empty()) {
        const Decoded first = decode_first(text);
        if (first.bytes == 0) {
            shown += escaped("\\x", static_cast<unsigned char>(text.front()), 2);
            text.remove_prefix(1);
            continue;
        }
        if (is_control(first.point) || misleads(first.point)) {
            shown += escaped("\\u", first.point, 4);
        } else {
            shown += text.substr(0, first.bytes);
        }
        text.remove_prefix(first.bytes);
    }
    return shown;
}

}  // namespace clarion::core
