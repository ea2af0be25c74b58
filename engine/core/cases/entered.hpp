// EnteredStates: which states a macrostep entered, those that it left and entered again included.
//
// Ownership: borrows the definition and the step for its life.
#pragma once

#include <vector>

#include "engine/core/cases/process.hpp"
#include "engine/core/statechart/machine.hpp"

namespace clarion::core {

class EnteredStates {
public:
    EnteredStates(
        const statechart::Definition& definition,
        const statechart::MachineState& before,
        const statechart::Step& step
    );

    [[nodiscard]] bool contains(statechart::StateIndex state) const;
    // A state with `round` was entered. Coming back to it by a history state goes on with the old
    // round: who took part before an interruption is not forgotten by it.
    [[nodiscard]] bool begins_round(const std::vector<StateRule>& rules) const;

    // Whether it is there because a history state remembered it.
    [[nodiscard]] bool came_back_by_history(statechart::StateIndex state) const;

private:
    const statechart::Definition& definition_;
    const statechart::Step& step_;
    std::vector<statechart::StateIndex> entered_;  // in document order
};

}  // namespace clarion::core
