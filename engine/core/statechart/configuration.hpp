// Configuration: a set of states of one definition; during a step, the active ones.
#pragma once

#include <span>
#include <vector>

#include "engine/core/statechart/definition.hpp"

namespace clarion::core::statechart {

class Configuration {
public:
    explicit Configuration(std::size_t states) : flags_(states, 0) {}
    Configuration(std::size_t states, std::span<const StateIndex> members) : Configuration(states) {
        for (const StateIndex index : members)
            insert(index);
    }

    [[nodiscard]] bool has(StateIndex index) const { return flags_[index] != 0; }
    void insert(StateIndex index) { flags_[index] = 1; }
    void erase(StateIndex index) { flags_[index] = 0; }

    [[nodiscard]] bool has_descendant_of(const State& state) const {
        for (StateIndex index = state.index + 1; index <= state.last_descendant; ++index) {
            if (has(index)) return true;
        }
        return false;
    }

    // In document order.
    [[nodiscard]] std::vector<StateIndex> members() const {
        std::vector<StateIndex> found;
        found.reserve(16);
        for (StateIndex index = 0; index < flags_.size(); ++index) {
            if (has(index)) found.push_back(index);
        }
        return found;
    }

    friend bool operator==(const Configuration&, const Configuration&) = default;

private:
    std::vector<std::uint8_t> flags_;
};

// Atomic or final: the states a configuration is told by. History states are never active.
[[nodiscard]] inline bool is_leaf(const State& state) {
    return state.kind == StateKind::atomic || state.kind == StateKind::final;
}

[[nodiscard]] inline bool is_history(const State& state) {
    return state.kind == StateKind::shallow_history || state.kind == StateKind::deep_history;
}

}  // namespace clarion::core::statechart
