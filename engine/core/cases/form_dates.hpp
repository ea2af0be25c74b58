// FormDates: dates in forms that are held to the past or to what is to come, on the day of the act.
//
// A form says which by the mark `x-date` beside a date:
//     birth   of somebody who lives: not after today, not more than 130 years ago
//     past    of what took place: today or earlier
//     coming  of what is planned: today or later, not more than two years ahead
// Today is the local day of the place whose case it is. A stored event is never asked again.
// Requires: the form has passed its schema.
#pragma once

#include <chrono>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/core/cases/refusal.hpp"
#include "engine/core/json.hpp"

namespace clarion::core {

// Codes `past`, `too_old`, `coming` and `too_far`, in the schema's own words where it has some.
[[nodiscard]] std::vector<FieldError> check_dates(
    const json::object& schema, const json::value& filled, std::chrono::local_days today
);

// The schema with examples that are good today: what took place moves back to today, what is
// planned to two weeks ahead, and all that is right as written stays.
[[nodiscard]] json::object with_examples_of(json::object schema, std::chrono::local_days today);

// Whether the mark is one of those above.
[[nodiscard]] bool is_date_mark(std::string_view mark);

// What is said where a schema has no words of its own, by code.
[[nodiscard]] std::span<const std::pair<std::string_view, std::string_view>> date_complaints();

}  // namespace clarion::core
