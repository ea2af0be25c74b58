#include "engine/core/statechart/macrostep.hpp"

#include "engine/core/statechart/timers.hpp"

namespace clarion::core::statechart {

namespace {

// Stands for the machine's own entry: the root, entered with everything it defaults to.
Transition initial_transition() {
    Transition transition;
    transition.targets = {0};
    transition.has_target = true;
    transition.reenter = true;
    return transition;
}

Event done_event(const State& state) {
    return {.type = "xstate.done.state." + state.id, .data = {}};
}

}  // namespace

Macrostep::Macrostep(
    const Definition& definition, MachineState before, const Environment& environment
)
    : definition_(definition),
      environment_(environment),
      step_{.after = std::move(before), .actions = {}, .selected = {}, .all_taken = {}},
      active_(definition.states.size(), step_.after.active) {}

void Macrostep::enter_initial_states() {
    event_ = {.type = "xstate.init", .data = {}};
    const Transition entry = initial_transition();
    const Transition* const only[] = {&entry};
    enter(entry_set(only, definition_, step_.after.history));
    settle();
    drain_external();
}

void Macrostep::run(Event event) {
    if (step_.after.done) return;
    event_ = std::move(event);
    const Transitions selected = selected_by_event();
    for (const Transition* transition : selected) {
        if (!transition->forbidden) step_.selected.push_back(transition);
    }
    microstep(selected);
    settle();
    drain_external();
}

// What was sent to the machine itself waits for the macrostep to end, and then has one of its own.
void Macrostep::drain_external() {
    while (!external_.empty() && !at_rest()) {
        event_ = std::move(external_.events[external_.next++]);
        microstep(selected_by_event());
        settle();
    }
}

Result<Step, StepFault> Macrostep::finish() && {
    if (exhausted_) fail("an expression needs more work than allowed");
    if (fault_) return failure(StepFault{*fault_});
    step_.after.active = active_.members();
    return std::move(step_);
}

void Macrostep::fail(std::string reason) {
    if (!fault_) fault_ = std::move(reason);
}

Transitions Macrostep::selected_by_event() {
    Transitions selected = enabled_by_event(facts());
    remove_conflicts(selected, definition_, step_.after.history);
    return selected;
}

// Eventless transitions until there are none, then the next raised event, until the queue is empty.
// An eventless microstep that changed nothing is not followed by another look for eventless ones.
void Macrostep::settle() {
    bool look_for_eventless = true;
    while (!at_rest()) {
        Transitions enabled;
        if (look_for_eventless) {
            enabled = enabled_without_event(facts());
            remove_conflicts(enabled, definition_, step_.after.history);
        }
        const bool eventless = !enabled.empty();
        if (!eventless) {
            if (internal_.empty()) break;
            event_ = std::move(internal_.events[internal_.next++]);
            enabled = selected_by_event();
        }
        changed_ = false;
        microstep(enabled);
        look_for_eventless = !eventless || changed_;
    }
}

void Macrostep::microstep(const Transitions& transitions) {
    if (transitions.empty() || at_rest()) return;
    if (++microsteps_ > environment_.microsteps_max) {
        fail("more than " + std::to_string(environment_.microsteps_max) + " microsteps");
        return;
    }
    note_taken(transitions);
    const Configuration before = active_;
    leave(exit_set(transitions, definition_, active_, step_.after.history));
    for (const Transition* transition : transitions)
        run_actions(transition->actions);
    enter(entry_set(transitions, definition_, step_.after.history));
    if (!(before == active_)) changed_ = true;
    if (environment_.states_must_fit && !fits_together(definition_, active_)) {
        fail("the states this leads to do not fit together");
    }
}

void Macrostep::note_taken(const Transitions& transitions) {
    for (const Transition* transition : transitions) {
        if (!transition->forbidden) step_.all_taken.push_back(transition);
    }
}

void Macrostep::leave(const Configuration& leaving) {
    record_history(leaving);
    for (auto index = static_cast<StateIndex>(definition_.states.size()); index-- > 0;) {
        if (!leaving.has(index)) continue;
        run_exit(definition_.at(index));
        active_.erase(index);
    }
}

void Macrostep::record_history(const Configuration& leaving) {
    for (const State& state : definition_.states) {
        if (state.history_children.empty() || !leaving.has(state.index)) continue;
        for (const StateIndex child : state.history_children) {
            std::vector<StateIndex> remembered;
            remember(state, remembered, definition_.at(child).kind == StateKind::deep_history);
            step_.after.history[child] = std::move(remembered);
            changed_ = true;
        }
    }
}

void Macrostep::remember(const State& state, std::vector<StateIndex>& remembered, bool deep) const {
    if (!deep) {
        for (const StateIndex child : state.children) {
            if (active_.has(child)) remembered.push_back(child);
        }
        return;
    }
    for (StateIndex index = state.index + 1; index <= state.last_descendant; ++index) {
        if (active_.has(index) && is_leaf(definition_.at(index))) remembered.push_back(index);
    }
}

void Macrostep::enter(const EntrySet& entering) {
    Configuration completed(definition_.states.size());
    for (const State& state : definition_.states) {
        if (!entering.enter.has(state.index)) continue;
        active_.insert(state.index);
        const bool comes_back =
            entering.remembered.has(state.index) || entering.remembered.has_descendant_of(state);
        enter_state(state, entering.by_default.has(state.index), comes_back);
        if (state.kind == StateKind::final) complete(state, completed);
    }
    if (step_.after.done) end();
}

void Macrostep::enter_state(const State& state, bool by_default, bool comes_back) {
    run_actions(state.entry);
    const auto since =
        comes_back && environment_.since ? environment_.since(state.index) : std::nullopt;
    arm_after(state, since.value_or(environment_.now));
    if (by_default) run_actions(state.initial_actions);
}

// Done events: of the compound parent, and of each parallel ancestor whose regions are now all
// final.
void Macrostep::complete(const State& final_state, Configuration& completed) {
    const State& parent = definition_.at(final_state.parent);
    if (parent.kind == StateKind::compound) internal_.events.push_back(done_event(parent));
    std::optional<StateIndex> ancestor;
    if (parent.kind == StateKind::parallel) {
        ancestor = parent.index;
    } else if (parent.index != 0) {
        ancestor = parent.parent;
    }
    while (ancestor) {
        const State& state = definition_.at(*ancestor);
        const bool newly_complete = state.kind == StateKind::parallel &&
                                    !completed.has(state.index) &&
                                    is_in_final_state(state, definition_, active_);
        if (!newly_complete) return;
        completed.insert(state.index);
        internal_.events.push_back(done_event(state));
        if (state.index == 0) break;
        ancestor = state.parent;
    }
    step_.after.done = true;
}

// The machine is done: exits run, innermost first, and nothing waits any more. Its states stay to
// be seen.
void Macrostep::end() {
    for (auto index = static_cast<StateIndex>(definition_.states.size()); index-- > 0;) {
        if (active_.has(index)) run_exit(definition_.at(index));
    }
    step_.after.timers.clear();
}

void Macrostep::run_exit(const State& state) {
    run_actions(state.exit);
    for (const auto& transition : state.after)
        cancel(step_.after, transition.descriptor);
}

}  // namespace clarion::core::statechart
