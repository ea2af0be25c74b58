#include "adapters/files/text_rules.hpp"

#include <algorithm>
#include <array>
#include <boost/locale.hpp>
#include <cstdint>
#include <utility>
#include <vector>

namespace clarion::files {

namespace {

namespace locale = boost::locale;

// The rules of Unicode itself; the language only names the backend's data.
const std::locale& unicode() {
    static const std::locale kUnicode = locale::generator()("en_GB.UTF-8");
    return kUnicode;
}

std::size_t code_points_in(std::string_view text) {
    return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char letter) {
        return (static_cast<unsigned char>(letter) & 0xC0U) != 0x80U;
    }));
}

std::size_t characters_in(std::string_view text) {
    const locale::boundary::segment_index<const char*> characters(
        locale::boundary::character, text.data(), text.data() + text.size(), unicode()
    );
    return static_cast<std::size_t>(std::distance(characters.begin(), characters.end()));
}

// Takes one code point off the front. Requires: the text is UTF-8 and not empty.
std::uint32_t take_code_point(std::string_view& text) {
    const char* next = text.data();
    const auto point = locale::utf::utf_traits<char>::decode(next, text.data() + text.size());
    text.remove_prefix(static_cast<std::size_t>(next - text.data()));
    return point;
}

bool is_reordering(std::uint32_t point) {
    return (point >= 0x202A && point <= 0x202E) || (point >= 0x2066 && point <= 0x2069);
}

bool is_no_character(std::uint32_t point) {
    return (point & 0xFFFEU) == 0xFFFE || (point >= 0xFDD0 && point <= 0xFDEF) || point == 0xFEFF;
}

bool is_control(std::uint32_t point, bool several_lines) {
    if (several_lines && (point == '\n' || point == '\t')) return false;
    return point < 0x20 || (point >= 0x7F && point < 0xA0) || point == 0x2028 || point == 0x2029;
}

// White_Space of the Unicode data, and the marks that have no width at all.
bool is_space(std::uint32_t point) {
    constexpr std::array<std::pair<std::uint32_t, std::uint32_t>, 9> kSpaces{{
        {0x09, 0x0D},
        {0x20, 0x20},
        {0x85, 0x85},
        {0xA0, 0xA0},
        {0x1680, 0x1680},
        {0x2000, 0x200F},
        {0x2028, 0x202F},
        {0x205F, 0x2064},
        {0x3000, 0x3000},
    }};
    return std::any_of(kSpaces.begin(), kSpaces.end(), [point](const auto& range) {
        return point >= range.first && point <= range.second;
    });
}

}  // namespace

bool has_good_characters(std::string_view text, bool several_lines) {
    while (!text.empty()) {
        const std::uint32_t point = take_code_point(text);
        if (is_control(point, several_lines) || is_reordering(point) || is_no_character(point)) {
            return false;
        }
    }
    return true;
}

bool is_blank(std::string_view text) {
    if (text.empty()) return false;
    while (!text.empty()) {
        if (!is_space(take_code_point(text))) return false;
    }
    return true;
}

bool has_more_characters_than(std::string_view text, std::size_t most) {
    const std::size_t points = code_points_in(text);
    if (points <= most) return false;  // no character is less than one code point
    return points > most * kCodePointsPerCharacterMax || characters_in(text) > most;
}

bool has_fewer_characters_than(std::string_view text, std::size_t least) {
    const std::size_t points = code_points_in(text);
    if (points < least) return true;
    return least > 1 && points < least * kCodePointsPerCharacterMax && characters_in(text) < least;
}

bool is_same_name(std::string_view one, std::string_view other) {
    const auto words_of = [](std::string_view name) {
        std::vector<std::string> words(1);
        for (const char letter : locale::fold_case(tidied(name), unicode())) {
            const auto code = static_cast<unsigned char>(letter);
            const bool is_letter =
                code >= 0x80 || (code >= 'a' && code <= 'z') || (code >= '0' && code <= '9');
            if (is_letter) words.back() += letter;
            if (!is_letter && letter != '\'' && !words.back().empty()) words.emplace_back();
        }
        std::sort(words.begin(), words.end());
        std::erase(words, "");
        return words;
    };
    const auto words = words_of(one);
    return !words.empty() && words == words_of(other);
}

std::string tidied(std::string_view text) {
    std::string lines;
    lines.reserve(text.size());
    bool is_plain = true;
    for (std::size_t at = 0; at < text.size(); ++at) {
        const bool is_line_end = text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n';
        if (!is_line_end) lines += text[at];
        is_plain = is_plain && static_cast<unsigned char>(text[at]) < 0x80;
    }
    return is_plain ? lines : locale::normalize(lines, locale::norm_nfc, unicode());
}

}  // namespace clarion::files
