// The clocks of a case: the gross one, which never stops, and the days under a hold beside it. When
// the case is due takes them into account where a place's law says so (pauses.hpp).
#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/forecast.hpp"
#include "engine/core/cases/pauses.hpp"
#include "engine/core/cases/projection.hpp"

namespace clarion::core {

namespace {

// Names that workflows and profiles share with the engine. Frozen.
constexpr std::string_view kClockRegion = "clock";
constexpr std::string_view kOverdueState = "overdue";
constexpr std::string_view kWarnedState = "warned";
constexpr std::string_view kStoppedState = "stopped";
constexpr std::string_view kStoppedAtPath = "clock_stopped_at";

// The key of the clock region's own active state.
std::string_view clock_state(const Process& process, const CaseSnapshot& snapshot) {
    for (const statechart::StateIndex index : snapshot.machine.active) {
        const auto& state = process.definition.at(index);
        const auto& parent = process.definition.at(state.parent);
        if (parent.key == kClockRegion && parent.parent == 0 && index != 0) return state.key;
    }
    return {};
}

}  // namespace

std::optional<Instant> whole_case_due(
    const Process& process, const CaseSnapshot& snapshot, Instant now
) {
    const auto limit = process.limits.find(kWholeCaseLimit);
    if (limit == process.limits.end()) return std::nullopt;
    const Instant from =
        instant_at(snapshot.machine.context, limit->second.from).value_or(snapshot.received_at);
    return due_of_limit(process, limit->second, snapshot.machine.context, from, now);
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
    clock.due_at = whole_case_due(process, snapshot, until);
    clock.day = days_between(snapshot.received_at, until, *process.zone);
    if (limit != process.limits.end()) {
        clock.days_total =
            limit->second.value + days_put_off(process, limit->second, context, until);
    }
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
