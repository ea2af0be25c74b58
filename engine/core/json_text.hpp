// JSON as text, written straight into it: what is stored or logged needs no value made for it.
#pragma once

#include <array>
#include <charconv>
#include <concepts>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::core {

// In quotes, escaped as RFC 8785 3.2.2.2 says, which is how Boost.JSON does it too: the short
// escapes where there is one, \u00xx in lower case for other control characters, everything else as
// it is. Requires: UTF-8.
void append_json_string(std::string& text, std::string_view content);

void append_json_integer(std::string& text, std::integral auto number) {
    std::array<char, 24> digits{};
    const auto end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    text.append(digits.data(), end);
}

inline void append_json_bool(std::string& text, bool is_true) {
    text += is_true ? "true" : "false";
}

inline void append_json_instant(std::string& text, Instant instant) {
    text += '"';
    append_rfc3339(text, instant);
    text += '"';
}

// Frozen: the same text as json::serialize gives, in the order of the members.
void append_json(std::string& text, const json::value& value);
void append_json(std::string& text, const json::object& object);

// `write(text, entry)` writes one entry.
template <class Range, class Write>
void append_json_list(std::string& text, const Range& range, Write write) {
    text += '[';
    bool is_first = true;
    for (const auto& entry : range) {
        if (!is_first) text += ',';
        is_first = false;
        write(text, entry);
    }
    text += ']';
}

// Writes one object, member by member, in the order they are given.
class ObjectText {
public:
    explicit ObjectText(std::string& text) : text_(text) { text_ += '{'; }

    // The value of the member has to be written into what it returns.
    std::string& member(std::string_view name) {
        if (has_members_) text_ += ',';
        has_members_ = true;
        append_json_string(text_, name);
        text_ += ':';
        return text_;
    }
    void add(std::string_view name, std::string_view value) {
        append_json_string(member(name), value);
    }
    void end() { text_ += '}'; }

private:
    std::string& text_;
    bool has_members_ = false;
};

}  // namespace clarion::core
