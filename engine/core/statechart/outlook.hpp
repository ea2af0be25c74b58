// Outlook: what can be said of a transition's guard before the event's own fields are known.
//
// A list of actions must not offer what the state of the case rules out whatever is filled in.
#pragma once

#include "engine/core/statechart/machine.hpp"

namespace clarion::core::statechart {

enum class Outlook {
    closed,   // no field of the event can open it
    open,     // it holds already
    depends,  // on what the event says
};

[[nodiscard]] Outlook outlook(
    const Definition& definition,
    const MachineState& state,
    const Transition& transition,
    const Environment& environment
);

}  // namespace clarion::core::statechart
