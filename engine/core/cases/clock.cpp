// The clocks of a case: the gross one, which never stops, and the days under a hold beside it.
#include <algorithm>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/forecast.hpp"
#include "engine/core/cases/projection.hpp"

namespace clarion::core {

namespace {

// Names that workflows and profiles share with the engine. Frozen.
constexpr std::string_view kWholeCaseLimit = "case";
constexpr std::string_view kClockRegion = "clock";
constexpr std::string_view kOverdueState = "overdue";
constexpr std::string_view kWarnedState = "warned";
constexpr std::string_view kStoppedState = "stopped";
constexpr std::string_view kStoppedAtPath = "clock_stopped_at";
constexpr std::string_view kHoldsPath = "holds";
constexpr std::string_view kHoldEndsPath = "hold_ends";

// The key of the clock region's own active state.
std::string_view clock_state(const Process& process, const CaseSnapshot& snapshot) {
    for (const statechart::StateIndex index : snapshot.machine.active) {
        const auto& state = process.definition.at(index);
        const auto& parent = process.definition.at(state.parent);
        if (parent.key == kClockRegion && parent.parent == 0 && index != 0) return state.key;
    }
    return {};
}

std::vector<Instant> instants_of(const statechart::Context& context, std::string_view path) {
    std::vector<Instant> instants;
    const json::value* list = context.find(path);
    if (list == nullptr || !list->is_array()) return instants;
    for (const json::value& entry : list->get_array()) {
        const json::object* object = entry.if_object();
        const json::value* written = object != nullptr ? object->if_contains("at") : nullptr;
        if (written == nullptr || !written->is_string()) continue;
        if (const auto at = parse_rfc3339(written->get_string())) instants.push_back(*at);
    }
    return instants;
}

// Holds come one after the other, so the nth end belongs to the nth beginning.
int days_under_hold(const Process& process, const statechart::Context& context, Instant until) {
    const auto begins = instants_of(context, kHoldsPath);
    const auto ends = instants_of(context, kHoldEndsPath);
    int days = 0;
    for (std::size_t hold = 0; hold < begins.size(); ++hold) {
        const Instant end = hold < ends.size() ? std::min(ends[hold], until) : until;
        if (end > begins[hold]) days += days_between(begins[hold], end, *process.zone);
    }
    return days;
}

}  // namespace

std::optional<Instant> whole_case_due(const Process& process, const CaseSnapshot& snapshot) {
    const auto limit = process.limits.find(kWholeCaseLimit);
    if (limit == process.limits.end()) return std::nullopt;
    const Instant from =
        instant_at(snapshot.machine.context, limit->second.from).value_or(snapshot.received_at);
    return due_instant(limit->second, from, process.calendar, *process.zone);
}

ClockView clock_of(const Process& process, const CaseSnapshot& snapshot, Instant now) {
    const statechart::Context& context = snapshot.machine.context;
    const std::string_view state = clock_state(process, snapshot);
    const bool stopped = state == kStoppedState;
    const Instant until = stopped ? instant_at(context, kStoppedAtPath).value_or(now) : now;
    const auto limit = process.limits.find(kWholeCaseLimit);

    ClockView clock;
    clock.received_at = snapshot.received_at;
    clock.stops = stops_of(process, snapshot, now);
    clock.due_at = whole_case_due(process, snapshot);
    clock.day = days_between(snapshot.received_at, until, *process.zone);
    clock.days_total = limit == process.limits.end() ? 0 : limit->second.value;
    clock.days_held = days_under_hold(process, context, until);
    if (!stopped) clock.forecast = forecast_of(process, snapshot, now);
    const bool late = clock.due_at.has_value() && until >= *clock.due_at;
    if (state == kOverdueState || late) {
        clock.state = kOverdueState;
    } else {
        clock.state = state == kWarnedState ? kWarnedState : "on_time";
    }
    return clock;
}

}  // namespace clarion::core
