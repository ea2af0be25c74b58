// Pauses: where the law of a place lets a hold stop the clock, a case is due later by as many local
// days as it was held. The gross clock goes on beside it, so reports show both.
//
// A profile turns them on (`pause_allowed`). They move what counts in days from where the whole
// case's limit counts: that limit and its warnings. A limit of hours, or one that a stage counts
// from its own beginning, is nobody's statutory clock and goes on.
//
// Source: domain.md 2.2 "Pauses": no known law of England and Wales lets the clock stop.
#pragma once

#include "engine/core/cases/event.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/statechart/machine.hpp"

namespace clarion::core {

// The limit of the whole case. Frozen: shared with profiles.
inline constexpr std::string_view kWholeCaseLimit = "case";

// The local days between the beginning and the end of each hold; of one that lasts, until `until`.
[[nodiscard]] int days_under_hold(
    const Process& process, const statechart::Context& context, Instant until
);

// How many of them put this limit off: all of them, or none.
[[nodiscard]] int days_put_off(
    const Process& process, const Limit& limit, const statechart::Context& context, Instant until
);

// When a limit that counts from `from` is due, as far as it is known at `now`: a hold that lasts
// puts it off further.
[[nodiscard]] Instant due_of_limit(
    const Process& process,
    const Limit& limit,
    const statechart::Context& context,
    Instant from,
    Instant now
);

// Whether the timer that fires is of a limit that a hold has put off since it was armed.
[[nodiscard]] bool is_put_off(
    const Process& process, const statechart::MachineState& before, const CaseEvent& event
);

// Nothing moves; the timer waits for what is due now. Requires: is_put_off().
[[nodiscard]] statechart::Step put_off(
    const Process& process,
    const statechart::MachineState& before,
    const CaseEvent& event,
    const statechart::Environment& environment
);

}  // namespace clarion::core
