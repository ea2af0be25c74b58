// States that nothing leads to, and states that nothing leads out of.
#include <algorithm>

#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

namespace {

// Everything that can become active, guards aside.
class Reachable {
public:
    explicit Reachable(const Definition& definition)
        : definition_(definition),
          found_(definition.states.size()),
          open_(definition.states.size()) {
        enter(0);
        for (bool grew = true; grew;) {
            grew = false;
            for (const State& state : definition_.states) {
                if (!found_.has(state.index) || open_.has(state.index)) continue;
                open_.insert(state.index);
                grew = true;
                follow(state);
            }
        }
    }

    [[nodiscard]] bool has(StateIndex index) const { return found_.has(index); }

private:
    void follow(const State& state) {
        for (const auto* list : {&state.on, &state.always, &state.after, &state.history_default}) {
            for (const auto& transition : *list) {
                for (const StateIndex target : transition.targets)
                    reach(target);
            }
        }
    }

    // A target: with what it defaults to, its ancestors, and their other regions.
    void reach(StateIndex target) {
        enter(target);
        for (StateIndex index = target; index != 0;) {
            index = definition_.at(index).parent;
            found_.insert(index);
            if (definition_.at(index).kind == StateKind::parallel)
                enter_children(definition_.at(index));
        }
    }

    void enter(StateIndex index) {
        if (entered_.size() <= index) entered_.resize(definition_.states.size(), false);
        if (entered_[index]) return;
        entered_[index] = true;
        found_.insert(index);
        const State& state = definition_.at(index);
        if (state.kind == StateKind::compound) {
            for (const StateIndex first : state.initial)
                enter(first);
        } else if (state.kind == StateKind::parallel) {
            enter_children(state);
        } else if (is_history(state) && state.history_default.empty()) {
            enter(state.parent);
        }
    }

    void enter_children(const State& parallel) {
        for (const StateIndex child : parallel.children) {
            if (!is_history(definition_.at(child))) enter(child);
        }
    }

    const Definition& definition_;
    Configuration found_;
    Configuration open_;
    std::vector<bool> entered_;
};

bool says(const State& state, std::string_view key) {
    const auto* value = state.meta.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

bool leads_away(const Transition& transition, StateIndex leaf) {
    return std::any_of(
        transition.targets.begin(),
        transition.targets.end(),
        [&](StateIndex target) { return target != leaf; }
    );
}

bool has_way_out(const Definition& definition, const State& leaf) {
    for (const State* state = &leaf;; state = &definition.at(state->parent)) {
        if (says(*state, "rests") || says(*state, "terminal")) return true;
        for (const auto* list : {&state->on, &state->always, &state->after}) {
            const bool leaves =
                std::any_of(list->begin(), list->end(), [&](const Transition& transition) {
                    return leads_away(transition, leaf.index);
                });
            if (leaves) return true;
        }
        if (state->index == 0) return false;
    }
}

}  // namespace

void lint_graph(const Definition& definition, Problems& problems) {
    const Reachable reachable(definition);
    for (const State& state : definition.states) {
        if (!reachable.has(state.index)) {
            if (reachable.has(state.parent)) {
                problems.push_back(
                    {state.pointer, "nothing leads to the state \"" + state.id + "\""}
                );
            }
            continue;
        }
        if (state.kind == StateKind::atomic && !has_way_out(definition, state)) {
            problems.push_back(
                {state.pointer,
                 "nothing leads out of the state \"" + state.id +
                     "\"; if it is meant to end there, say \"terminal\" in its meta"}
            );
        }
    }
}

}  // namespace clarion::core::statechart
