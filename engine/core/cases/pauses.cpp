#include "engine/core/cases/pauses.hpp"

#include <algorithm>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/reminders.hpp"
#include "engine/core/ensure.hpp"

namespace clarion::core {

namespace {

using statechart::MachineState;
using statechart::Timer;
using statechart::Transition;

// Names that workflows and profiles share with the engine. Frozen.
constexpr std::string_view kPauseAllowedKey = "pause_allowed";
constexpr std::string_view kHoldsPath = "holds";
constexpr std::string_view kHoldEndsPath = "hold_ends";

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

bool is_paused_by_holds(const Process& process, const Limit& limit) {
    const json::value* allowed = process.profile.if_contains(kPauseAllowedKey);
    if (allowed == nullptr || !allowed->is_bool() || !allowed->get_bool()) return false;
    const auto whole = process.limits.find(kWholeCaseLimit);
    return whole != process.limits.end() && limit.from == whole->second.from &&
           (limit.unit == LimitUnit::calendar_days || limit.unit == LimitUnit::working_days);
}

template <typename Timers>
auto find_timer(Timers& timers, std::string_view id) {
    return std::find_if(timers.begin(), timers.end(), [id](const Timer& timer) {
        return timer.id == id;
    });
}

// What the timer waits for, when it is a limit that holds put off.
const Limit* limit_of(const Process& process, const MachineState& machine, const Timer& timer) {
    if (tells_again(timer)) return nullptr;
    for (const statechart::StateIndex state : machine.active) {
        for (const Transition& transition : process.definition.at(state).after) {
            if (transition.descriptor != timer.event.type || !transition.delay) continue;
            const auto limit = process.limits.find(*transition.delay);
            const bool is_ours =
                limit != process.limits.end() && is_paused_by_holds(process, limit->second);
            return is_ours ? &limit->second : nullptr;
        }
    }
    return nullptr;
}

}  // namespace

int days_under_hold(const Process& process, const statechart::Context& context, Instant until) {
    // Holds come one after the other, so the nth end belongs to the nth beginning.
    const auto begins = instants_of(context, kHoldsPath);
    const auto ends = instants_of(context, kHoldEndsPath);
    int days = 0;
    for (std::size_t hold = 0; hold < begins.size(); ++hold) {
        const Instant end = hold < ends.size() ? std::min(ends[hold], until) : until;
        if (end > begins[hold]) days += days_between(begins[hold], end, *process.zone);
    }
    return days;
}

int days_put_off(
    const Process& process, const Limit& limit, const statechart::Context& context, Instant until
) {
    return is_paused_by_holds(process, limit) ? days_under_hold(process, context, until) : 0;
}

Instant due_of_limit(
    const Process& process,
    const Limit& limit,
    const statechart::Context& context,
    Instant from,
    Instant now
) {
    const Instant due = due_instant(limit, from, process.calendar, *process.zone);
    const std::chrono::days later{days_put_off(process, limit, context, now)};
    if (later == later.zero()) return due;
    return process.zone->start_of(process.zone->to_local(due).day + later);
}

bool is_put_off(const Process& process, const MachineState& before, const CaseEvent& event) {
    const auto timer = find_timer(before.timers, event.timer);
    if (timer == before.timers.end()) return false;
    const Limit* limit = limit_of(process, before, *timer);
    if (limit == nullptr) return false;
    const Instant from = instant_at(before.context, limit->from).value_or(event.at);
    return due_of_limit(process, *limit, before.context, from, event.at) > event.at;
}

statechart::Step put_off(
    const Process& process,
    const MachineState& before,
    const CaseEvent& event,
    const statechart::Environment& environment
) {
    statechart::Step step;
    step.after = before;
    const auto timer = find_timer(step.after.timers, event.timer);
    ensure(timer != step.after.timers.end(), "only an armed timer is put off");
    const Limit* limit = limit_of(process, before, *timer);
    ensure(limit != nullptr, "only a limit is put off");
    timer->due = environment.due_of(limit->name, before.context, event.at);
    return step;
}

}  // namespace clarion::core
