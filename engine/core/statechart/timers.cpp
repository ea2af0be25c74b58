#include "engine/core/statechart/timers.hpp"

#include <algorithm>

namespace clarion::core::statechart {

namespace {

auto find_timer(MachineState& state, std::string_view id) {
    return std::find_if(state.timers.begin(), state.timers.end(), [&](const Timer& timer) {
        return timer.id == id;
    });
}

void supersede(MachineState& state, std::string_view name) {
    const auto timer = find_timer(state, name);
    if (timer == state.timers.end()) return;
    timer->superseded_name = timer->id;
    std::string id = timer->id + '~' + std::to_string(timer->order);
    while (find_timer(state, id) != state.timers.end())
        id += '~';
    timer->id = std::move(id);
}

}  // namespace

void arm(MachineState& state, std::string_view name, Event event, Instant due, bool external) {
    Timer timer;
    timer.event = std::move(event);
    timer.due = due;
    timer.external = external;
    timer.order = state.timers_armed++;
    if (name.empty()) {
        timer.id = "xstate.timer." + std::to_string(timer.order);
    } else {
        supersede(state, name);
        timer.id = name;
    }
    state.timers.push_back(std::move(timer));
}

void cancel(MachineState& state, std::string_view name) {
    const auto timer = find_timer(state, name);
    if (timer != state.timers.end() && timer->superseded_name.empty()) state.timers.erase(timer);
}

std::optional<Event> take_due(MachineState& state, std::string_view timer_id) {
    const auto timer = find_timer(state, timer_id);
    if (timer == state.timers.end()) return std::nullopt;
    Event event = std::move(timer->event);
    const std::string name = std::move(timer->superseded_name);
    state.timers.erase(timer);
    // In XState the firing of any timer of a name makes the one still armed unknown to cancel.
    if (!name.empty()) supersede(state, name);
    return event;
}

}  // namespace clarion::core::statechart
