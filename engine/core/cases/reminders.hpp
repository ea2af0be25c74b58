// Reminders: a limit that passed and was not heeded is told again, step by step of a ladder of the
// profile, until the state is left or the ladder ends.
//
// A transition of `after` names its ladder in `meta.reminders`; each step is a limit of the
// profile, counted from the telling before. The event of a later telling carries `reminder`: 1, 2,
// 3 ..., so that a workflow can tell more people as time goes by.
#pragma once

#include "engine/core/cases/domain_keys.hpp"
#include "engine/core/cases/event.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/statechart/machine.hpp"

namespace clarion::core {

// `profile.reminders`: an object from a ladder's name to the list of its steps, names of limits.
[[nodiscard]] Ladders read_ladders(
    const json::object& profile, const std::string& pointer, Problems& problems
);

// The transition's ladder; empty when it names none. Requires: the process is compiled.
[[nodiscard]] const std::vector<std::string>& ladder_of(
    const Process& process, const statechart::Transition& transition
);

// Whether the timer tells again what was told before.
[[nodiscard]] bool tells_again(const statechart::Timer& timer);

// After `event` fired a timer of `before`: arms the next telling where the state still waits.
void arm_reminder(
    const Process& process,
    const statechart::MachineState& before,
    const CaseEvent& event,
    const statechart::Environment& environment,
    statechart::Step& step
);

}  // namespace clarion::core
