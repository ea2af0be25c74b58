// Expressions: JsonLogic as json-logic-js 2 evaluates it, over a case's context and the event at
// hand.
//
// Total: whatever the term and the data, there is an answer and nothing is thrown. Where
// json-logic-js would throw, the answer is null. Answers are JSON: what JSON cannot say (undefined,
// NaN) is null. Limits: kExpressionDepthMax nested terms, kExpressionWorkMax units of work; beyond
// them, no answer.
//
// One operation is ours: `{"working_days_since": [from, until]}`, the working days after the day of
// `from` up to and with that of `until` (now, without it), each a date or an instant of RFC 3339;
// null for anything else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/statechart/context.hpp"
#include "engine/core/statechart/problem.hpp"
#include "engine/core/time/calendar.hpp"

namespace clarion::core::statechart {

inline constexpr int kExpressionDepthMax = 100;
inline constexpr std::size_t kExpressionWorkMax = 100'000;

// What a term sees: the context's own keys, and beside them `event`, `actor`, `now` and `context`;
// in a published workflow also `profile`.
struct Scope {
    const Context& context;
    std::string_view event_type;
    const json::object& event_data;
    const json::value& actor;
    Instant now;
    const json::object* profile = nullptr;  // none: `profile` is a key like any other
    // What `working_days_since` counts by; none: Monday to Friday, by UTC.
    const Calendar* calendar = nullptr;
    const Zone* zone = nullptr;
};

// Names that no context of any machine may have.
[[nodiscard]] bool is_reserved_name(std::string_view key);
// Beside them, the one that a published workflow sees of its bundle.
inline constexpr std::string_view kProfileName = "profile";

// Empty: the term needs more depth or work than the limits allow.
[[nodiscard]] std::optional<json::value> evaluate(const json::value& term, const Scope& scope);
[[nodiscard]] std::optional<bool> holds(const json::value& term, const Scope& scope);

// Plain JsonLogic over any data, without the reserved names.
[[nodiscard]] std::optional<json::value> evaluate_over(
    const json::value& term, const json::value& data
);

// Unknown operations and terms nested too deeply.
[[nodiscard]] std::vector<Problem> check_expression(
    const json::value& term, std::string_view pointer
);

}  // namespace clarion::core::statechart
