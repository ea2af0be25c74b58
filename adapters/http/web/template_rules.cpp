// The rules that keep pages safe, read off the templates' text before anything is parsed.
#include <array>
#include <cctype>

#include "adapters/http/web/templates.hpp"

namespace clarion::http::web {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    return out;
}

std::optional<std::string> check_raw_output(std::string_view text) {
    for (auto at = text.find("{{"); at != std::string_view::npos; at = text.find("{{", at + 2)) {
        const bool triple = text.substr(at).starts_with("{{{");
        const bool ampersand = text.substr(at).starts_with("{{&");
        if (text.substr(at).starts_with("{{=")) return "delimiters must stay as they are";
        const auto end = text.find("}}", at);
        if (end == std::string_view::npos) return "a tag does not close";
        const bool markup = text.substr(at, end - at).ends_with("_html");
        const bool section = text[at + 2] == '#' || text[at + 2] == '^' || text[at + 2] == '/';
        if (ampersand) return "{{& is not allowed";
        if (triple && !markup) return "raw output of a name that does not end in _html";
        if (!triple && markup && !section) return "markup must be shown with three braces";
    }
    return std::nullopt;
}

// Walks one tag from just after its name to its `>`; attributes are name="value" or a name alone.
std::optional<std::string> check_attributes(std::string_view tag) {
    bool quoted = false;
    std::string name;
    for (std::size_t i = 0; i < tag.size(); ++i) {
        const char c = tag[i];
        if (quoted) {
            quoted = c != '"';
            continue;
        }
        if (c == '\'') return "attributes are quoted with double quotes";
        if (c == '"') return "a quote without an attribute";
        if (c == '=') {
            if (i + 1 >= tag.size() || tag[i + 1] != '"')
                return "attribute " + name + " has no quotes";
            if (name == "style" || name.starts_with("on"))
                return "attribute " + name + " is not allowed";
            quoted = true;
            ++i;
            name.clear();
        } else if (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_' || c == '.') {
            name += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        } else {
            name.clear();
        }
    }
    return quoted ? std::optional<std::string>("a quote does not close") : std::nullopt;
}

std::string without_tags(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        const auto at = text.find("{{");
        out += text.substr(0, at);
        if (at == std::string_view::npos) break;
        const auto end = text.find("}}", at);
        text.remove_prefix(end == std::string_view::npos ? text.size() : end + 2);
        while (text.starts_with('}'))
            text.remove_prefix(1);
        out += ' ';
    }
    return out;
}

}  // namespace

std::optional<std::string> check_template(std::string_view text) {
    if (auto wrong = check_raw_output(text)) return wrong;
    std::string plain = lower(without_tags(text));
    // The one script a page may have: a file of ours, whose address the view gives.
    constexpr std::string_view kOurs = "<script type=\"module\" src=\" \"></script>";
    if (const auto at = plain.find(kOurs); at != std::string::npos) plain.erase(at, kOurs.size());
    for (const std::string_view banned : std::array<std::string_view, 5>{
             "<script", "<style", "javascript:", "<iframe", "<object"}) {
        if (plain.find(banned) != std::string::npos) return std::string(banned) + " is not allowed";
    }
    for (auto at = plain.find('<'); at != std::string::npos; at = plain.find('<', at + 1)) {
        if (plain.substr(at).starts_with("<!")) continue;
        std::size_t end = at;
        for (bool quoted = false; end < plain.size() && (quoted || plain[end] != '>'); ++end) {
            if (plain[end] == '"') quoted = !quoted;
        }
        if (auto wrong = check_attributes(std::string_view(plain).substr(at, end - at)))
            return wrong;
    }
    return std::nullopt;
}

}  // namespace clarion::http::web
