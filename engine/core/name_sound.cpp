#include "engine/core/name_sound.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

namespace clarion::core {

namespace {

constexpr std::size_t kCodeLettersMax = 6;

enum class Where { anywhere, start, end, whole };

// The first rule that fits says what the letters sound like. `before` and `after` are sets of
// letters of which one must stand there; `^` is the edge of the word; empty is anything.
struct Rule {
    std::string_view letters;
    Where where;
    std::string_view before;
    std::string_view after;
    std::string_view one;
    std::string_view two;
};

constexpr std::string_view kVowels = "aeiouy";
constexpr std::string_view kSoft = "eiy";

// Frozen. Longer and rarer spellings come before what they begin with.
constexpr std::array kRules{
    Rule{"siobhan", Where::whole, "", "", "XFN", "XFN"},
    Rule{"sinead", Where::whole, "", "", "XNT", "SNT"},
    Rule{"niamh", Where::whole, "", "", "NF", "NM"},
    Rule{"sean", Where::whole, "", "", "XN", "SN"},
    Rule{"thomps", Where::start, "", "", "TMS", "TMS"},
    Rule{"thom", Where::start, "", "", "TM", "TM"},
    Rule{"tham", Where::end, "", "", "TM", "0M"},
    Rule{"schm", Where::start, "", "", "XM", "SM"},
    Rule{"sch", Where::anywhere, "", "", "X", "SK"},
    Rule{"tch", Where::anywhere, "", "", "X", "X"},
    Rule{"chr", Where::anywhere, "", "", "KR", "KR"},
    Rule{"chl", Where::anywhere, "", "", "KL", "KL"},
    Rule{"cha", Where::anywhere, "", "e", "K", "X"},
    Rule{"ch", Where::anywhere, "", "", "X", "K"},
    Rule{"ck", Where::anywhere, "", "", "K", "K"},
    Rule{"cq", Where::anywhere, "", "", "K", "K"},
    Rule{"cz", Where::anywhere, "", "", "X", "S"},
    Rule{"cia", Where::anywhere, "", "", "X", "S"},
    Rule{"c", Where::anywhere, "", kSoft, "S", "S"},
    Rule{"c", Where::anywhere, "", "", "K", "K"},
    Rule{"bh", Where::anywhere, "", "", "P", "F"},
    Rule{"mb", Where::end, "", "", "M", "M"},
    Rule{"b", Where::anywhere, "", "", "P", "P"},
    Rule{"dg", Where::anywhere, "", kSoft, "J", "J"},
    Rule{"dt", Where::anywhere, "", "", "T", "T"},
    Rule{"dzh", Where::anywhere, "", "", "J", "J"},
    Rule{"dh", Where::anywhere, "", "", "T", "T"},
    Rule{"d", Where::anywhere, "", "", "T", "T"},
    Rule{"f", Where::anywhere, "", "", "F", "F"},
    Rule{"gh", Where::start, "", "", "K", "K"},
    Rule{"gh", Where::anywhere, kVowels, "", "", "K"},
    Rule{"gn", Where::start, "", "", "N", "N"},
    Rule{"gn", Where::anywhere, "", "", "N", "KN"},
    Rule{"g", Where::anywhere, "", kSoft, "K", "J"},
    Rule{"g", Where::anywhere, "", "", "K", "K"},
    Rule{"ham", Where::end, kVowels, "", "M", "HM"},
    Rule{"h", Where::start, "", kVowels, "H", "H"},
    Rule{"h", Where::anywhere, kVowels, kVowels, "H", "H"},
    Rule{"h", Where::anywhere, "", "", "", ""},
    Rule{"j", Where::start, "", "", "J", "A"},
    Rule{"j", Where::anywhere, "", "", "J", "J"},
    Rule{"kn", Where::start, "", "", "N", "N"},
    Rule{"kh", Where::anywhere, "", "", "K", "K"},
    Rule{"k", Where::anywhere, "", "", "K", "K"},
    Rule{"l", Where::anywhere, "", "", "L", "L"},
    Rule{"mps", Where::anywhere, "", "", "MS", "MS"},
    Rule{"mh", Where::anywhere, "", "", "M", "F"},
    Rule{"m", Where::anywhere, "", "", "M", "M"},
    Rule{"n", Where::anywhere, "", "", "N", "N"},
    Rule{"ph", Where::anywhere, "", "", "F", "F"},
    Rule{"ps", Where::start, "", "", "S", "S"},
    Rule{"pn", Where::start, "", "", "N", "N"},
    Rule{"p", Where::anywhere, "", "", "P", "P"},
    Rule{"q", Where::anywhere, "", "", "K", "K"},
    Rule{"rh", Where::anywhere, "", "", "R", "R"},
    Rule{"r", Where::anywhere, "", "", "R", "R"},
    Rule{"sh", Where::anywhere, "", "", "X", "X"},
    Rule{"sc", Where::anywhere, "", kSoft, "S", "S"},
    Rule{"sz", Where::anywhere, "", "", "S", "X"},
    Rule{"sia", Where::anywhere, "", "", "S", "X"},
    Rule{"s", Where::start, "", "mnlw", "S", "X"},
    Rule{"s", Where::anywhere, "", "", "S", "S"},
    Rule{"tia", Where::anywhere, "", "", "X", "T"},
    Rule{"tion", Where::anywhere, "", "", "XN", "XN"},
    Rule{"tz", Where::anywhere, "", "", "TS", "S"},
    Rule{"th", Where::anywhere, "", "", "0", "T"},
    Rule{"t", Where::anywhere, "", "", "T", "T"},
    Rule{"v", Where::anywhere, "", "", "F", "F"},
    Rule{"wicz", Where::end, "", "", "FX", "TS"},
    Rule{"wr", Where::start, "", "", "R", "R"},
    Rule{"wh", Where::start, "", "", "A", "A"},
    Rule{"w", Where::start, "", kVowels, "A", "F"},
    Rule{"w", Where::anywhere, kVowels, kVowels, "", "F"},
    Rule{"w", Where::anywhere, "", "", "", ""},
    Rule{"x", Where::start, "", "", "S", "S"},
    Rule{"x", Where::end, "u", "", "", "KS"},
    Rule{"x", Where::anywhere, "", "", "KS", "KS"},
    Rule{"zh", Where::anywhere, "", "", "J", "J"},
    Rule{"z", Where::anywhere, "", "", "S", "S"},
};

// What U+00C0 to U+017F are without their marks, 64 letters a line.
constexpr std::string_view kUnmarked =
    "aaaaaaaceeeeiiiidnooooo ouuuuytsaaaaaaaceeeeiiiidnooooo ouuuuyty"
    "aaaaaaccccccccddddeeeeeeeeeegggggggghhhhiiiiiiiiiiiijjkkklllllll"
    "lllnnnnnnnnnoooooooorrrrrrssssssssttttttuuuuuuuuuuuuwwyyyzzzzzzs";

bool has(std::string_view set, char letter) {
    return set.find(letter) != std::string_view::npos;
}

bool fits(const Rule& rule, std::string_view word, std::size_t at) {
    if (word.substr(at, rule.letters.size()) != rule.letters) return false;
    const std::size_t behind = at + rule.letters.size();
    const bool is_start = at == 0;
    const bool is_end = behind == word.size();
    if ((rule.where == Where::start || rule.where == Where::whole) && !is_start) return false;
    if ((rule.where == Where::end || rule.where == Where::whole) && !is_end) return false;
    if (!rule.before.empty() && (is_start || !has(rule.before, word[at - 1]))) return false;
    return rule.after.empty() || (!is_end && has(rule.after, word[behind]));
}

std::string without_doubles(std::string_view letters) {
    std::string word(letters);
    word.erase(std::unique(word.begin(), word.end()), word.end());
    return word;
}

}  // namespace

std::string plain_letters(std::string_view word) {
    std::string plain;
    for (std::size_t at = 0; at < word.size(); ++at) {
        const auto byte = static_cast<std::uint8_t>(word[at]);
        if (word[at] >= 'a' && word[at] <= 'z') plain += word[at];
        if (word[at] >= 'A' && word[at] <= 'Z') plain += static_cast<char>(word[at] - 'A' + 'a');
        const bool is_marked = byte >= 0xC3 && byte <= 0xC5 && at + 1 < word.size();
        if (!is_marked) continue;
        const auto next = static_cast<std::uint8_t>(word[at + 1]);
        const std::size_t place = (byte - 0xC3U) * 64U + (next & 0x3FU);
        if (kUnmarked[place] != ' ') plain += kUnmarked[place];
        ++at;
    }
    return plain;
}

std::vector<std::string> name_sounds(std::string_view written) {
    const std::string word = without_doubles(plain_letters(written));
    std::string one;
    std::string two;
    for (std::size_t at = 0; at < word.size();) {
        if (has(kVowels, word[at])) {
            if (at == 0) one = two = "A";
            ++at;
            continue;
        }
        const auto rule = std::find_if(kRules.begin(), kRules.end(), [&](const Rule& candidate) {
            return fits(candidate, word, at);
        });
        one += rule->one;
        two += rule->two;
        at += rule->letters.size();
    }
    one.resize(std::min(one.size(), kCodeLettersMax));
    two.resize(std::min(two.size(), kCodeLettersMax));
    std::vector<std::string> codes;
    if (!one.empty()) codes.push_back(one);
    if (!two.empty() && two != one) codes.push_back(two);
    return codes;
}

std::vector<std::vector<std::string>> sounds_of_words(std::string_view name) {
    std::vector<std::vector<std::string>> words;
    std::size_t from = 0;
    while (from <= name.size()) {
        const std::size_t to = std::min(name.find_first_of(" -", from), name.size());
        auto codes = name_sounds(name.substr(from, to - from));
        if (!codes.empty()) words.push_back(std::move(codes));
        from = to + 1;
    }
    return words;
}

std::string sound_of_name(std::string_view name) {
    std::vector<std::string> words;
    for (const auto& codes : sounds_of_words(name))
        words.push_back(codes.front());
    if (words.empty()) return std::string(name);
    std::sort(words.begin(), words.end());
    std::string sound;
    for (const std::string& word : words)
        sound += word + " ";
    return sound;
}

}  // namespace clarion::core
