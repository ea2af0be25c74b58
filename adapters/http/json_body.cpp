#include "adapters/http/json_body.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace clarion::http {
namespace {

namespace json = core::json;

runtime::Unreadable unreadable_at(std::string_view text, std::size_t at, std::string_view what) {
    const std::string_view before = text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto line_start = before.rfind('\n');
    const std::size_t column = line_start == std::string_view::npos ? at + 1 : at - line_start;
    return {
        "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " +
        std::string(what)};
}

std::string_view words_for(json::error code) {
    // Boost.JSON's codes come from outside our house and may grow, so there is a last resort.
    if (code == json::error::incomplete) return "the text ends too early";
    if (code == json::error::too_deep) return "nested too deeply";
    if (code == json::error::extra_data) return "text after the value";
    if (code == json::error::exponent_overflow) return "a number is too large";
    return "not JSON in UTF-8";
}

struct Census {
    std::size_t members = 0;
    bool finite = true;
};

void count(const json::value& value, Census& census) {
    if (const auto* object = value.if_object()) {
        census.members += object->size();
        for (const auto& member : *object)
            count(member.value(), census);
    } else if (const auto* array = value.if_array()) {
        for (const auto& item : *array)
            count(item, census);
    } else if (const auto* number = value.if_double()) {
        census.finite = census.finite && std::isfinite(*number);
    }
}

// Where the string that starts at `at` ends, behind its closing quotation mark.
std::size_t end_of_string(std::string_view text, std::size_t at) {
    for (++at; at < text.size() && text[at] != '"'; ++at) {
        if (text[at] == '\\') ++at;
    }
    return at + 1;
}

// In JSON each colon outside a string belongs to one member.
std::size_t count_colons(std::string_view text) {
    std::size_t colons = 0;
    for (std::size_t at = 0; at < text.size();) {
        colons += text[at] == ':' ? 1U : 0U;
        at = text[at] == '"' ? end_of_string(text, at) : at + 1;
    }
    return colons;
}

bool is_followed_by_colon(std::string_view text, std::size_t at) {
    const auto next = text.find_first_not_of(" \t\r\n", at);
    return next != std::string_view::npos && text[next] == ':';
}

// Requires: `text` is JSON in which some object names a member twice.
std::size_t find_repeated_member(std::string_view text) {
    std::vector<std::set<json::string>> names;
    for (std::size_t at = 0; at < text.size();) {
        if (text[at] == '{') names.emplace_back();
        if (text[at] == '}') names.pop_back();
        if (text[at] != '"') {
            ++at;
            continue;
        }
        const std::size_t end = end_of_string(text, at);
        if (is_followed_by_colon(text, end)) {
            const auto name = json::parse(text.substr(at, end - at));
            if (!names.back().insert(name.get_string()).second) return at;
        }
        at = end;
    }
    return text.size();
}

}  // namespace

runtime::Body read_json_body(std::string_view text) {
    json::parse_options options;
    options.max_depth = kJsonDepthMax;
    json::stream_parser parser({}, options);
    boost::system::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    if (!error && read < text.size()) error = json::error::extra_data;
    if (!error) parser.finish(error);
    if (error) {
        return unreadable_at(text, read, words_for(static_cast<json::error>(error.value())));
    }
    json::value value = parser.release();

    Census census;
    count(value, census);
    if (!census.finite) return unreadable_at(text, 0, "a number is too large");
    if (census.members != count_colons(text)) {
        return unreadable_at(text, find_repeated_member(text), "a member is named twice");
    }
    return value;
}

}  // namespace clarion::http
