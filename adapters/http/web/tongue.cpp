#include "adapters/http/web/tongue.hpp"

#include <algorithm>

namespace clarion::http::web {

namespace {

constexpr std::string_view kOpen = "[[";
constexpr std::string_view kClose = "]]";

// Calls `between` with what stands in each pair of marks and gives back the text with what it said.
template <class Between>
std::string with_marks(std::string_view text, Between between) {
    std::string out;
    for (auto at = text.find(kOpen); at != std::string_view::npos; at = text.find(kOpen)) {
        const auto end = text.find(kClose, at);
        if (end == std::string_view::npos) break;
        out += text.substr(0, at);
        out += between(text.substr(at + kOpen.size(), end - at - kOpen.size()));
        text.remove_prefix(end + kClose.size());
    }
    return out.append(text);
}

// The pieces from `open` to `close` in order of the alphabet, such as all tags.
std::vector<std::string> pieces(std::string_view text, char open, char close) {
    std::vector<std::string> found;
    for (auto at = text.find(open); at != std::string_view::npos; at = text.find(open)) {
        const auto end = text.find(close, at);
        if (end == std::string_view::npos) break;
        found.emplace_back(text.substr(at, end - at + 1));
        text.remove_prefix(end + 1);
    }
    std::sort(found.begin(), found.end());
    return found;
}

std::string escaped(std::string_view text) {
    std::string out;
    for (const char letter : text) {
        if (letter == '&') {
            out += "&amp;";
        } else if (letter == '<') {
            out += "&lt;";
        } else if (letter == '"') {
            out += "&quot;";
        } else {
            out += letter;
        }
    }
    return out;
}

}  // namespace

std::string Tongue::say(std::string_view english, std::string_view place) const {
    if (english.empty() || !find) return std::string(english);
    const auto words = find({.place = std::string(place), .english = std::string(english)}, 1);
    return words.value_or(std::string(english));
}

std::string Tongue::form_of(std::string_view one, std::string_view many, int n) const {
    std::string english(n == 1 ? one : many);
    if (!find) return english;
    return find({.place = {}, .english = std::string(one), .many = std::string(many)}, n)
        .value_or(english);
}

std::string Tongue::count(std::string_view one, std::string_view many, int n) const {
    return filled(form_of(one, many, n), {{"n", std::to_string(n)}});
}

std::string Tongue::address(std::string_view path) const {
    if (path.empty()) return {};
    if (path == "/" && !base.empty()) return base;
    return base + std::string(path);
}

std::string filled(std::string_view text, const Facts& facts) {
    std::string out;
    for (auto at = text.find('{'); at != std::string_view::npos; at = text.find('{')) {
        const auto end = text.find('}', at);
        if (end == std::string_view::npos) break;
        const auto fact = facts.find(text.substr(at + 1, end - at - 1));
        out += text.substr(0, at);
        out += fact == facts.end() ? std::string(text.substr(at, end - at + 1)) : fact->second;
        text.remove_prefix(end + 1);
    }
    return out.append(text);
}

std::string in_tongue(std::string_view text, const Tongue& tongue, const Facts& plain) {
    Facts facts = plain;
    for (auto& [name, value] : facts)
        value = escaped(value);
    return with_marks(text, [&](std::string_view words) {
        return words.starts_with('/') ? tongue.address(words) : filled(tongue.say(words), facts);
    });
}

std::vector<Message> messages_in(std::string_view text) {
    std::vector<Message> messages;
    (void)with_marks(text, [&](std::string_view words) {
        if (!words.starts_with('/')) messages.push_back({.english = std::string(words)});
        return std::string();
    });
    return messages;
}

std::string complaint_about(std::string_view words, const Message& message) {
    if (words.find("{{") != std::string_view::npos) return "has a template's braces";
    const bool same_tags = pieces(words, '<', '>') == pieces(message.english, '<', '>');
    if (!same_tags) return "has other tags than the English";
    const auto names = pieces(words, '{', '}');
    const auto wanted = pieces(message.english, '{', '}');
    // A form of a plural may say its number in words.
    const bool fits = message.many.empty()
                          ? names == wanted
                          : std::includes(wanted.begin(), wanted.end(), names.begin(), names.end());
    return fits ? "" : "has other names in braces than the English";
}

}  // namespace clarion::http::web
