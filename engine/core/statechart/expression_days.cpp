// `working_days_since`: by the calendar and the local days of the workflow's place.
#include "engine/core/statechart/expression_evaluation.hpp"

namespace clarion::core::statechart {

namespace {

using std::chrono::local_days;

constexpr std::size_t kDateLength = 10;

local_days day_in(const Scope* scope, Instant instant) {
    if (scope != nullptr && scope->zone != nullptr) return scope->zone->to_local(instant).day;
    return local_days(std::chrono::floor<std::chrono::days>(instant).time_since_epoch());
}

std::optional<local_days> day_of(const Scope* scope, const json::value* written) {
    const json::string* text = written == nullptr ? nullptr : written->if_string();
    if (text == nullptr) return std::nullopt;
    if (text->size() == kDateLength) {
        const auto midnight = parse_rfc3339(std::string(*text) + "T00:00:00Z");
        return midnight ? std::optional(day_in(nullptr, *midnight)) : std::nullopt;
    }
    const auto instant = parse_rfc3339(std::string_view(*text));
    return instant ? std::optional(day_in(scope, *instant)) : std::nullopt;
}

}  // namespace

Operand working_days_since(Evaluation& evaluation, std::span<Operand> values, const Data&) {
    const Scope* scope = evaluation.scope();
    const auto from = values.empty() ? std::nullopt : day_of(scope, values[0].get());
    std::optional<local_days> until;
    if (values.size() > 1) {
        until = day_of(scope, values[1].get());
    } else if (scope != nullptr) {
        until = day_in(scope, scope->now);
    }
    if (!from || !until) return Operand(json::value(nullptr));
    static const Calendar kNoHolidays;
    const bool has_calendar = scope != nullptr && scope->calendar != nullptr;
    const Calendar& calendar = has_calendar ? *scope->calendar : kNoHolidays;
    evaluation.charge(calendar.holidays.size());
    return Operand(json::value(working_days_between(*from, *until, calendar)));
}

}  // namespace clarion::core::statechart
