#include "engine/core/strict_json.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <vector>

#include "engine/core/json_pointer.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kBlank = " \t\r\n";

JsonFault fault_at(std::string_view text, std::size_t at, std::string_view reason) {
    const std::string_view before = text.substr(0, at);
    const auto line = 1 + std::count(before.begin(), before.end(), '\n');
    const auto line_start = before.rfind('\n');
    const std::size_t column =
        line_start == std::string_view::npos ? before.size() + 1 : before.size() - line_start;
    return {
        .line = static_cast<std::size_t>(line),
        .column = column,
        .pointer = {},
        .reason = std::string(reason)};
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

// In JSON each colon outside a string belongs to one member. Telling by counts keeps the search for
// the place, which is slow, for texts that have such a place.
std::size_t count_colons(std::string_view text) {
    std::size_t colons = 0;
    for (std::size_t at = 0; at < text.size();) {
        colons += text[at] == ':' ? 1U : 0U;
        at = text[at] == '"' ? end_of_string(text, at) : at + 1;
    }
    return colons;
}

// Walks over JSON that was read before, and stops at the first member named twice.
class RepeatSearch {
public:
    explicit RepeatSearch(std::string_view text) : text_(text) {}

    JsonFault find() {
        for (std::size_t at = 0; at < text_.size();) {
            if (text_[at] == '"') {
                const std::size_t end = end_of_string(text_, at);
                if (is_name(end) && !enter(at, end)) return fault(at);
                at = end;
            } else {
                mark(text_[at++]);
            }
        }
        return fault(text_.size());
    }

private:
    struct Level {
        bool is_array = false;
        std::size_t place = 0;
        std::string name;
        std::set<std::string, std::less<>> names;
    };

    void mark(char letter) {
        if (letter == '{' || letter == '[') {
            Level level;
            level.is_array = letter == '[';
            levels_.push_back(std::move(level));
        }
        if (letter == '}' || letter == ']') levels_.pop_back();
        if (letter == ',') ++levels_.back().place;
    }

    [[nodiscard]] bool is_name(std::size_t end) const {
        const auto next = text_.find_first_not_of(kBlank, end);
        return next != std::string_view::npos && text_[next] == ':';
    }

    bool enter(std::size_t at, std::size_t end) {
        const json::value name = json::parse(text_.substr(at, end - at));
        Level& level = levels_.back();
        level.name = std::string(name.get_string());
        return level.names.insert(level.name).second;
    }

    [[nodiscard]] JsonFault fault(std::size_t at) const {
        JsonFault found = fault_at(text_, at, "a member is named twice");
        for (const Level& level : levels_) {
            found.pointer +=
                '/' + (level.is_array ? std::to_string(level.place) : pointer_token(level.name));
        }
        return found;
    }

    std::string_view text_;
    std::vector<Level> levels_;
};

}  // namespace

Result<json::value, JsonFault> read_strict_json(std::string_view text, JsonLimits limits) {
    if (text.size() > limits.bytes_max) return failure(fault_at(text, 0, "the text is too large"));
    json::parse_options options;
    options.max_depth = limits.depth_max;
    json::stream_parser parser({}, options);
    json::error_code error;
    const std::size_t read = parser.write_some(text.data(), text.size(), error);
    const bool has_more = text.find_first_not_of(kBlank, read) != std::string_view::npos;
    if (!error && has_more) error = json::error::extra_data;
    if (!error) parser.finish(error);
    if (error) {
        return failure(fault_at(text, read, words_for(static_cast<json::error>(error.value()))));
    }
    json::value value = parser.release();

    Census census;
    count(value, census);
    if (!census.finite) return failure(fault_at(text, 0, "a number is too large"));
    if (census.members != count_colons(text)) return failure(RepeatSearch(text).find());
    return value;
}

}  // namespace clarion::core
