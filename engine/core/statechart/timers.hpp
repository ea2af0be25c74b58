// Timers: arming and cancelling the delayed events of one machine.
//
// As in XState, arming a name again leaves the earlier timer running but takes its name away: it
// fires, and a cancel finds the later one alone.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/statechart/machine.hpp"

namespace clarion::core::statechart {

// An empty name: nothing will ever cancel it.
void arm(MachineState& state, std::string_view name, Event event, Instant due, bool external);

void cancel(MachineState& state, std::string_view name);

// Removes the timer and gives its event; empty when no such timer is armed.
[[nodiscard]] std::optional<Event> take_due(MachineState& state, std::string_view timer_id);

}  // namespace clarion::core::statechart
