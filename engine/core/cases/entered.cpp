#include "engine/core/cases/entered.hpp"

#include <algorithm>

#include "engine/core/statechart/entry_exit.hpp"

namespace clarion::core {

namespace {

using statechart::Definition;
using statechart::History;
using statechart::StateIndex;
using statechart::StateKind;
using statechart::Transition;

bool is_history(const Definition& definition, StateIndex state) {
    const StateKind kind = definition.at(state).kind;
    return kind == StateKind::shallow_history || kind == StateKind::deep_history;
}

// Whether taking the transition leaves or enters `state`, when it is active.
bool passes_through(
    const Definition& definition,
    const Transition& transition,
    const History& history,
    StateIndex state
) {
    if (!transition.has_target) return false;
    const auto domain = statechart::domain_of(transition, definition, history);
    return !domain || definition.is_descendant(state, *domain);
}

}  // namespace

EnteredStates::EnteredStates(
    const Definition& definition,
    const statechart::MachineState& before,
    const statechart::Step& step
)
    : definition_(definition), step_(step) {
    for (const StateIndex state : step.after.active) {
        const bool was_active =
            std::binary_search(before.active.begin(), before.active.end(), state);
        const auto passes = [&](const Transition* transition) {
            return passes_through(definition, *transition, step.after.history, state);
        };
        if (!was_active || std::any_of(step.all_taken.begin(), step.all_taken.end(), passes)) {
            entered_.push_back(state);
        }
    }
}

bool EnteredStates::contains(StateIndex state) const {
    return std::binary_search(entered_.begin(), entered_.end(), state);
}

bool EnteredStates::begins_round(const std::vector<StateRule>& rules) const {
    return std::any_of(entered_.begin(), entered_.end(), [&](StateIndex state) {
        return rules[state].round && !came_back_by_history(state);
    });
}

bool EnteredStates::came_back_by_history(StateIndex state) const {
    const auto restores = [&](StateIndex target) {
        if (!is_history(definition_, target)) return false;
        const auto kept = step_.after.history.find(target);
        if (kept == step_.after.history.end()) return false;
        return std::any_of(kept->second.begin(), kept->second.end(), [&](StateIndex index) {
            return index == state || definition_.is_descendant(index, state);
        });
    };
    return std::any_of(
        step_.all_taken.begin(),
        step_.all_taken.end(),
        [&](const Transition* transition) {
            return std::any_of(transition->targets.begin(), transition->targets.end(), restores);
        }
    );
}

}  // namespace clarion::core
