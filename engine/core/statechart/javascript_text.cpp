// Numbers as JavaScript writes them, and text as JavaScript counts it.
#include <array>
#include <charconv>
#include <cmath>

#include "engine/core/statechart/javascript.hpp"

namespace clarion::core::statechart::javascript {

namespace {

struct Decimal {
    std::string digits;  // without dot, no zeros at the end
    int point = 0;       // the number is 0.digits times ten to this power
};

// The shortest digits that read back as the same number, which is what JavaScript prints.
Decimal shortest_decimal(double number) {
    std::array<char, 32> buffer{};
    const auto end =
        std::to_chars(buffer.begin(), buffer.end(), number, std::chars_format::scientific).ptr;
    const std::string_view written(buffer.data(), static_cast<std::size_t>(end - buffer.data()));
    const auto exponent_at = written.find('e');
    Decimal decimal;
    for (const char character : written.substr(0, exponent_at)) {
        if (character != '.') decimal.digits += character;
    }
    auto exponent = written.substr(exponent_at + 1);
    if (exponent.starts_with('+')) exponent.remove_prefix(1);
    int power = 0;
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), power);
    decimal.point = power + 1;
    return decimal;
}

std::string positive_to_text(double number) {
    constexpr int kPlainDigitsMax = 21;
    constexpr int kPlainZerosMax = 6;
    const auto [digits, point] = shortest_decimal(number);
    const int count = static_cast<int>(digits.size());
    const auto at = [](int position) { return static_cast<std::size_t>(position); };

    if (count <= point && point <= kPlainDigitsMax)
        return digits + std::string(at(point - count), '0');
    if (0 < point && point <= kPlainDigitsMax)
        return digits.substr(0, at(point)) + '.' + digits.substr(at(point));
    if (-kPlainZerosMax < point && point <= 0) return "0." + std::string(at(-point), '0') + digits;

    const int power = point - 1;
    std::string text = digits.substr(0, 1);
    if (count > 1) text += '.' + digits.substr(1);
    return text + 'e' + (power < 0 ? '-' : '+') + std::to_string(std::abs(power));
}

// One code point of UTF-8 at `position`, which moves behind it; U+FFFD for what is not UTF-8.
char32_t take_code_point(std::string_view text, std::size_t& position) {
    constexpr char32_t kReplacement = 0xFFFD;
    const auto lead = static_cast<unsigned char>(text[position++]);
    if (lead < 0x80) return lead;
    const int more = lead >= 0xF0 ? 3 : lead >= 0xE0 ? 2 : lead >= 0xC0 ? 1 : 0;
    if (more == 0) return kReplacement;
    auto point = static_cast<char32_t>(lead & (0x3F >> more));
    for (int index = 0; index < more; ++index) {
        if (position >= text.size()) return kReplacement;
        const auto unit = static_cast<unsigned char>(text[position]);
        if ((unit & 0xC0) != 0x80) return kReplacement;
        point = (point << 6) | (unit & 0x3F);
        ++position;
    }
    return point;
}

void append_utf8(std::string& text, char32_t point) {
    const auto byte = [](char32_t bits) {
        return static_cast<char>(static_cast<unsigned char>(bits));
    };
    if (point < 0x80) {
        text += byte(point);
    } else if (point < 0x800) {
        text += {byte(0xC0 | (point >> 6)), byte(0x80 | (point & 0x3F))};
    } else if (point < 0x10000) {
        text +=
            {byte(0xE0 | (point >> 12)),
             byte(0x80 | ((point >> 6) & 0x3F)),
             byte(0x80 | (point & 0x3F))};
    } else {
        text +=
            {byte(0xF0 | (point >> 18)),
             byte(0x80 | ((point >> 12) & 0x3F)),
             byte(0x80 | ((point >> 6) & 0x3F)),
             byte(0x80 | (point & 0x3F))};
    }
}

}  // namespace

std::string number_to_text(double number) {
    if (std::isnan(number)) return "NaN";
    if (number == 0.0) return "0";
    const std::string sign = number < 0 ? "-" : "";
    if (std::isinf(number)) return sign + "Infinity";
    return sign + positive_to_text(std::abs(number));
}

std::u16string to_utf16(std::string_view text) {
    std::u16string units;
    units.reserve(text.size());
    for (std::size_t position = 0; position < text.size();) {
        const char32_t point = take_code_point(text, position);
        if (point < 0x10000) {
            units += static_cast<char16_t>(point);
            continue;
        }
        units += static_cast<char16_t>(0xD800 + ((point - 0x10000) >> 10));
        units += static_cast<char16_t>(0xDC00 + ((point - 0x10000) & 0x3FF));
    }
    return units;
}

std::string from_utf16(std::u16string_view units) {
    std::string text;
    for (std::size_t index = 0; index < units.size(); ++index) {
        const char32_t unit = units[index];
        const bool high = unit >= 0xD800 && unit < 0xDC00;
        const bool low = unit >= 0xDC00 && unit < 0xE000;
        const bool paired = high && index + 1 < units.size() && units[index + 1] >= 0xDC00 &&
                            units[index + 1] < 0xE000;
        if (paired) {
            const char32_t next = units[++index];
            append_utf8(text, 0x10000 + ((unit - 0xD800) << 10) + (next - 0xDC00));
        } else {
            append_utf8(text, high || low ? char32_t{0xFFFD} : unit);
        }
    }
    return text;
}

}  // namespace clarion::core::statechart::javascript
