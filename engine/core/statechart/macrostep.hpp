// Macrostep: one event run to rest, microstep by microstep, with all that it raises or sends to
// itself.
//
// The algorithm is SCXML's, appendix D, with XState v5's five rules (ARCHITECTURE.md, "The
// interpreter"). Ownership: borrows definition and environment; owns the state it works on.
// Failure:   finish() gives the fault, and the half-done state is dropped.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "engine/core/statechart/entry_exit.hpp"

namespace clarion::core::statechart {

class Macrostep {
public:
    Macrostep(const Definition& definition, MachineState before, const Environment& environment);

    void enter_initial_states();
    void run(Event event);
    [[nodiscard]] Result<Step, StepFault> finish() &&;

private:
    // A queue that is only ever appended to and read once.
    struct Queue {
        std::vector<Event> events;
        std::size_t next = 0;
        [[nodiscard]] bool empty() const { return next == events.size(); }
    };

    [[nodiscard]] Facts facts() {
        return {definition_, active_, step_.after.context, event_, environment_, exhausted_};
    }
    [[nodiscard]] bool at_rest() const { return step_.after.done || fault_.has_value(); }
    void fail(std::string reason);

    void settle();
    void drain_external();
    [[nodiscard]] Transitions selected_by_event();
    void microstep(const Transitions& transitions);
    void note_taken(const Transitions& transitions);
    void leave(const Configuration& leaving);
    void remember(const State& state, std::vector<StateIndex>& remembered, bool deep) const;
    void record_history(const Configuration& leaving);
    void enter(const EntrySet& entering);
    void enter_state(const State& state, bool by_default, bool comes_back);
    void complete(const State& final_state, Configuration& completed);
    void end();

    void run_exit(const State& state);
    void run_actions(std::span<const Term> actions);
    void run_written_actions(const json::array& actions);
    void run_action(std::string_view type, const json::value& params);
    void run_built_in(std::string_view type, const json::object& params);
    void run_event_action(const json::object& params, bool external);
    void run_assign(const json::object& params);
    void run_branches(const json::object& params);
    void arm_after(const State& state, Instant from);
    [[nodiscard]] Instant due_after(const json::value& delay, Instant from) const;

    const Definition& definition_;
    const Environment& environment_;
    Step step_;
    Configuration active_;
    Event event_;
    Queue internal_;
    Queue external_;
    std::optional<std::string> fault_;
    int microsteps_ = 0;
    int action_depth_ = 0;
    bool changed_ =
        false;  // by the microstep at hand, as XState sees it: states, history or context
    bool exhausted_ = false;  // an expression went over its limits
};

// `record`: keeps the event's fields under a path of the context, with who and when.
void record_event(
    Context& context, const json::object& params, const Event& event, const Environment& environment
);

[[nodiscard]] bool is_built_in_action(std::string_view type);

}  // namespace clarion::core::statechart
