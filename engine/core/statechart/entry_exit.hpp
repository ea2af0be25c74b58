// Which states a microstep leaves and enters: domain, exit set and entry set, with XState's rules.
#pragma once

#include <optional>
#include <span>

#include "engine/core/statechart/selection.hpp"

namespace clarion::core::statechart {

// The state whose descendants the transition leaves and enters. Empty: the root itself is left as
// well. A parallel state may be a domain; a transition that stays inside its source has the source
// as domain.
[[nodiscard]] std::optional<StateIndex> domain_of(
    const Transition& transition, const Definition& definition, const History& history
);

struct EntrySet {
    explicit EntrySet(std::size_t states) : enter(states), by_default(states), remembered(states) {}

    Configuration enter;
    Configuration by_default;  // those whose initial transition's actions run
    Configuration remembered;  // those that a history state recorded
};

[[nodiscard]] Configuration exit_set(
    std::span<const Transition* const> transitions,
    const Definition& definition,
    const Configuration& active,
    const History& history
);

[[nodiscard]] EntrySet entry_set(
    std::span<const Transition* const> transitions,
    const Definition& definition,
    const History& history
);

// A compound state with an active final child, a parallel one whose regions all are, a final state.
[[nodiscard]] bool is_in_final_state(
    const State& state, const Definition& definition, const Configuration& active
);

// One child of every compound state, every region of every parallel one, no state without its
// parent.
[[nodiscard]] bool fits_together(const Definition& definition, const Configuration& active);

}  // namespace clarion::core::statechart
