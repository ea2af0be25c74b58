// Definition: a statechart, read and compiled; the pure-JSON subset of XState v5 (design: engine).
//
// Immutable once read. States are in document order; index 0 is the root.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::core::statechart {

using StateIndex = std::uint32_t;

enum class StateKind { atomic, compound, parallel, final, shallow_history, deep_history };

// A guard or an action as written: a type and its params.
struct Term {
    std::string type;
    json::value params;
};

struct Transition {
    StateIndex source = 0;
    std::string descriptor;            // event descriptor, "" for always
    std::optional<std::string> delay;  // for `after`: milliseconds as digits, or a delay's name
    std::vector<StateIndex> targets;
    bool has_target = false;
    bool reenter = false;
    bool forbidden = false;  // {}: takes the event and does nothing
    std::optional<Term> guard;
    std::vector<Term> actions;
    json::object meta;
    std::string description;
    std::string pointer;      // where it is written, for messages
    std::uint32_t order = 0;  // position in the document, unique
};

struct State {
    StateIndex index = 0;
    StateIndex parent = 0;  // the root is its own parent
    std::string key;
    std::string id;
    StateKind kind = StateKind::atomic;
    std::uint32_t depth = 0;
    StateIndex last_descendant = 0;  // descendants are index+1 .. last_descendant
    std::vector<StateIndex> children;
    std::vector<StateIndex> history_children;  // those of `children` that are history states
    std::vector<StateIndex> initial;  // targets of the initial transition of a compound state
    std::vector<Term> initial_actions;
    std::vector<Transition> on;  // document order, `onDone` as its done event among them
    std::vector<Transition> always;
    std::vector<Transition> after;
    // Every transition an event can choose, in the order it asks them: exact descriptors first,
    // then wildcards, longest first. Below on.size() an index into `on`, from there on into
    // `after`.
    std::vector<std::uint32_t> candidates;
    std::vector<Transition> history_default;  // at most one
    std::vector<Term> entry;
    std::vector<Term> exit;
    std::vector<std::string> tags;
    json::object meta;
    std::string description;
    std::string pointer;
};

[[nodiscard]] inline const Transition& candidate_of(const State& state, std::uint32_t candidate) {
    const auto events = static_cast<std::uint32_t>(state.on.size());
    return candidate < events ? state.on[candidate] : state.after[candidate - events];
}

struct Definition {
    std::string id;
    std::string version;
    json::object context;
    std::vector<State> states;
    std::map<std::string, StateIndex, std::less<>> by_id;

    [[nodiscard]] const State& root() const { return states.front(); }
    [[nodiscard]] const State& at(StateIndex index) const { return states[index]; }
    [[nodiscard]] bool is_descendant(StateIndex inner, StateIndex outer) const {
        return inner > outer && inner <= states[outer].last_descendant;
    }
};

}  // namespace clarion::core::statechart
