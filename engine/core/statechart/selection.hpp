// Which transitions an event, or no event at all, takes in a configuration.
//
// An event: the innermost active state that has an enabled transition takes it, region by region,
// and an ancestor only when no region below it took one. Without an event: each leaf looks upwards
// on its own.
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "engine/core/statechart/guards.hpp"

namespace clarion::core::statechart {

using History = std::map<StateIndex, std::vector<StateIndex>>;
using Transitions = std::vector<const Transition*>;

// Exact, `*`, or `a.*`, which also takes `a`.
[[nodiscard]] bool descriptor_takes(std::string_view descriptor, std::string_view event_type);

// Both in the order XState runs them, conflicts not yet removed.
[[nodiscard]] Transitions enabled_by_event(const Facts& facts);
[[nodiscard]] Transitions enabled_without_event(const Facts& facts);

// Of two transitions that would leave the same state, the one from further inside stays, or the
// first.
void remove_conflicts(Transitions& enabled, const Definition& definition, const History& history);

// What active states offer for exactly this event type, guards not asked.
[[nodiscard]] Transitions offered_for(
    const Definition& definition, const Configuration& active, std::string_view event_type
);

}  // namespace clarion::core::statechart
