#include "adapters/http/percent_encoding.hpp"

#include <cstddef>
#include <cstdint>

namespace clarion::http {
namespace {

int value_of_hex(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

// Bytes after the lead byte, and the range the first of them must lie in (Unicode table 3-7).
struct Continuation {
    std::size_t count = 0;
    std::uint8_t low = 0x80;
    std::uint8_t high = 0xBF;
};

std::optional<Continuation> continuation_of(std::uint8_t lead) {
    if (lead >= 0xC2 && lead <= 0xDF) return Continuation{.count = 1};
    if (lead == 0xE0) return Continuation{.count = 2, .low = 0xA0};
    if (lead == 0xED) return Continuation{.count = 2, .high = 0x9F};
    if (lead >= 0xE1 && lead <= 0xEF) return Continuation{.count = 2};
    if (lead == 0xF0) return Continuation{.count = 3, .low = 0x90};
    if (lead >= 0xF1 && lead <= 0xF3) return Continuation{.count = 3};
    if (lead == 0xF4) return Continuation{.count = 3, .high = 0x8F};
    return std::nullopt;
}

}  // namespace

std::optional<std::string> decode_percent(std::string_view text, Plus plus) {
    std::string decoded;
    decoded.reserve(text.size());
    bool beyond_ascii = false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char byte = text[i];
        if (byte == '%') {
            if (i + 2 >= text.size()) return std::nullopt;
            const int high = value_of_hex(text[i + 1]);
            const int low = value_of_hex(text[i + 2]);
            if (high < 0 || low < 0) return std::nullopt;
            byte = static_cast<char>(high * 16 + low);
            i += 2;
        } else if (byte == '+' && plus == Plus::is_space) {
            byte = ' ';
        }
        if (byte == '\0') return std::nullopt;
        beyond_ascii = beyond_ascii || static_cast<std::uint8_t>(byte) >= 0x80;
        decoded.push_back(byte);
    }
    if (beyond_ascii && !is_utf8(decoded)) return std::nullopt;
    return decoded;
}

std::string encode_percent(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string encoded;
    encoded.reserve(text.size());
    for (const char c : text) {
        if (is_unreserved(c)) {
            encoded.push_back(c);
            continue;
        }
        const auto byte = static_cast<std::uint8_t>(c);
        encoded.push_back('%');
        encoded.push_back(kDigits[byte >> 4U]);
        encoded.push_back(kDigits[byte & 0x0FU]);
    }
    return encoded;
}

bool is_utf8(std::string_view text) {
    for (std::size_t i = 0; i < text.size();) {
        const auto lead = static_cast<std::uint8_t>(text[i]);
        if (lead < 0x80) {
            ++i;
            continue;
        }
        const auto rest = continuation_of(lead);
        if (!rest || text.size() - i <= rest->count) return false;
        for (std::size_t k = 1; k <= rest->count; ++k) {
            const auto byte = static_cast<std::uint8_t>(text[i + k]);
            const std::uint8_t low = k == 1 ? rest->low : 0x80;
            const std::uint8_t high = k == 1 ? rest->high : 0xBF;
            if (byte < low || byte > high) return false;
        }
        i += rest->count + 1;
    }
    return true;
}

}  // namespace clarion::http
