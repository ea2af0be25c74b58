// Outlook: what can be said of a transition's guard before the event's own fields are known.
//
// A list of actions must not offer what the state of the case rules out whatever is filled in.
#pragma once

#include <vector>

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

// What a guard asks for, each part for itself: the parts of its outermost `and`s. A part is a term
// of JsonLogic, or a guard of another type as `{type, params}`.
struct Demand {
    json::value term;
    bool is_logic = false;
};
[[nodiscard]] std::vector<Demand> demands_of(const Transition& transition);

// The parts of a transition's guard that stand in its way. Without an event (null): those that
// nothing an event could say would meet.
[[nodiscard]] std::vector<json::value> unmet_demands(
    const Definition& definition,
    const MachineState& state,
    const Transition& transition,
    const Environment& environment,
    const Event* event
);

}  // namespace clarion::core::statechart
