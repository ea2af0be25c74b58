// Words for what documents hold as codes and times. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::http::console {

// `no_but_in_contact` as "No but in contact".
[[nodiscard]] std::string title_of_code(std::string_view code);
// The workflow's sentences for rules that do not hold; where it has none, that one does not.
[[nodiscard]] std::string rules_in_words(const core::json::value& reasons);
// Why an action cannot be taken now, by its `why_not` of the API.
[[nodiscard]] std::string why_not_in_words(const core::json::value& why_not);
// "Tuesday 15 December 2026", and with the time "…, 13:05". UTC, as stored.
[[nodiscard]] std::string day_words(std::string_view rfc3339);
[[nodiscard]] std::string moment_words(std::string_view rfc3339);
// The last day before it is due: a limit that ends with a day is stored as the next midnight.
[[nodiscard]] std::string due_words(std::string_view rfc3339);
[[nodiscard]] std::string date_words(std::string_view iso_date);

struct ClockWords {
    std::string words;   // Day 9 of 28, 19 days left
    std::string colour;  // of its tag
    int day = 0;
    int total = 0;
};
[[nodiscard]] ClockWords clock_words(const core::json::value& clock);
// The same from a list's row, which has no clock of its own.
[[nodiscard]] ClockWords clock_words(const core::json::value& row, core::Instant now);

// Member or null. Text of a member, or empty.
[[nodiscard]] const core::json::value& at(const core::json::value& value, std::string_view name);
[[nodiscard]] std::string text_at(const core::json::value& value, std::string_view name);

// One line for each thing a value says, by its schema's titles where there is one (may be null).
struct Said {
    std::string title;
    std::vector<std::string> lines;
};
[[nodiscard]] std::vector<Said> say(
    const core::json::value& value, const core::json::value* schema
);

// Who of an agency handed its request on, and when, as a case's document has it; empty where nobody
// did.
[[nodiscard]] std::string handed_on_words(
    const core::json::value& case_document, std::string_view agency
);

}  // namespace clarion::http::console
