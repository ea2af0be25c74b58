// The interpreter's outside: a machine's state, an event, the world it is told of, and one
// macrostep.
//
// The algorithm is SCXML's (W3C, appendix D) with XState v5's five rules (ARCHITECTURE.md, "The
// interpreter"). Pure: nothing here reads a clock or keeps state between calls. Limits:
// kMicrostepsMax for published workflows; case files may ask for more through Environment.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/core/statechart/context.hpp"
#include "engine/core/statechart/definition.hpp"
#include "engine/core/time/calendar.hpp"

namespace clarion::core::statechart {

inline constexpr int kMicrostepsMax = 100;

struct Event {
    std::string type;
    json::object data;
};

// A delayed event that waits: an `after`, or a delayed raise or sendSelf.
struct Timer {
    std::string id;  // unique among the armed timers of one machine
    Event event;
    Instant due;
    std::uint64_t order = 0;  // armed earlier, fires earlier among equals
    bool external = false;    // sendSelf: joins the external queue
    // Set when a later timer took over this one's name: it still fires, and no cancel finds it.
    std::string superseded_name;
};

struct MachineState {
    std::vector<StateIndex> active;  // every active state, ancestors included, in document order
    std::map<StateIndex, std::vector<StateIndex>> history;
    Context context;
    std::vector<Timer> timers;  // in the order they were armed
    std::uint64_t timers_armed = 0;
    bool done = false;
};

// What a step may know of the world.
struct Environment {
    Instant now;
    json::value actor;  // `actor` in JsonLogic, `by` in records; null for the system
    // When a delay named in the definition, armed now, is due.
    std::function<Instant(std::string_view delay, const Context& context, Instant now)> due_of;
    // When a state that history brings back was first entered: its delays go on counting from
    // there. None, and no answer: they count from now, as XState's do.
    std::function<std::optional<Instant>(StateIndex restored)> since = {};
    // What JsonLogic sees as `profile`; none in case files. Must outlive the step.
    const json::object* profile = nullptr;
    // What `working_days_since` counts by; none in case files. Must outlive the step.
    const Calendar* calendar = nullptr;
    const Zone* zone = nullptr;
    int microsteps_max = kMicrostepsMax;
    // XState can lose states, or be in two at once, when several regions take transitions through
    // history states in one microstep. That is a fault here; only case files want XState's outcome
    // as it is.
    bool states_must_fit = true;
};

// A named action that is not built in; the host makes an effect of it.
struct ActionCall {
    std::string name;
    json::value params;
};

struct Step {
    MachineState after;
    std::vector<ActionCall> actions;           // in order
    std::vector<const Transition*> selected;   // by the event itself, document order
    std::vector<const Transition*> all_taken;  // those and all that followed in the macrostep
};

struct StepFault {
    std::string reason;  // such as: more than 100 microsteps
};

// Enters the initial states with the definition's context overlaid by `context`.
[[nodiscard]] Result<Step, StepFault> start(
    const Definition& definition, const json::object& context, const Environment& environment
);

// One macrostep for an external event. An event nobody takes gives the state unchanged.
[[nodiscard]] Result<Step, StepFault> step(
    const Definition& definition,
    const MachineState& before,
    const Event& event,
    const Environment& environment
);

// The same without a copy of the state, which is lost when the answer is a fault.
[[nodiscard]] Result<Step, StepFault> step(
    const Definition& definition,
    MachineState&& before,
    const Event& event,
    const Environment& environment
);

// Fires one armed timer: removes it, then runs its event. Requires: `timer_id` is armed.
[[nodiscard]] Result<Step, StepFault> fire(
    const Definition& definition,
    const MachineState& before,
    std::string_view timer_id,
    const Environment& environment
);

[[nodiscard]] Result<Step, StepFault> fire(
    const Definition& definition,
    MachineState&& before,
    std::string_view timer_id,
    const Environment& environment
);

// The transitions that active states offer for exactly this event type, guards not asked, forbidden
// ones respected.
[[nodiscard]] std::vector<const Transition*> offered(
    const Definition& definition, const MachineState& state, std::string_view event_type
);

// Those among them that the event would take now, guards asked.
[[nodiscard]] std::vector<const Transition*> select(
    const Definition& definition,
    const MachineState& state,
    const Event& event,
    const Environment& environment
);

// Ids of the active leaves, sorted as text.
[[nodiscard]] std::vector<std::string> leaf_ids(
    const Definition& definition, const MachineState& state
);

// Frozen: stored in snapshots. States by id, timers and history in order; equal states give equal
// text, a JSON object.
void append_state(std::string& text, const Definition& definition, const MachineState& state);
[[nodiscard]] Result<MachineState, std::string> machine_from_json(
    const Definition& definition, const json::object& stored
);

}  // namespace clarion::core::statechart
