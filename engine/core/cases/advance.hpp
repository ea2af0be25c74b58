// Advance: what deciding and replaying share, so that they cannot come apart.
//
// An event goes in; the interpreter's step, and the snapshot after it, come out.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string_view>

#include "engine/core/cases/command.hpp"
#include "engine/core/cases/event.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"
#include "engine/core/statechart/machine.hpp"

namespace clarion::core {

// Types of events that are the engine's own. Frozen: stored.
inline constexpr std::string_view kRequestReceived = "request_received";
inline constexpr std::string_view kTimerFired = "timer";
// Data: {reference, relation, route}. Kept under `links` of the context; moves no state.
inline constexpr std::string_view kCaseLinked = "case_linked";
// Data: as core::migrate writes it; see versions/migration.hpp.
inline constexpr std::string_view kCaseMigrated = "case_migrated";
inline constexpr std::string_view kLinks = "links";
// What a case knows from its opening, beside `received_at`, `links` and what another case carried
// over.
inline constexpr std::array<std::string_view, 3> kOpeningNames{"request", "channel", "language"};

// Who acts, as stored, and as the workflow's `actor` and `by` show it; null for the program.
// Frozen: stored.
[[nodiscard]] json::value actor_of(const Command& command);

// The world as it is now. Each due instant that is asked for is worked out, and noted in the event.
// A state that history brings back goes on counting from when it was first entered.
// Requires: process, before and event outlive what is returned.
[[nodiscard]] statechart::Environment deciding(
    const Process& process, const CaseSnapshot& before, CaseEvent& event
);
// The world as it was: due instants come from the event, in order. `next` counts those used.
// Requires: process and event outlive what is returned.
[[nodiscard]] statechart::Environment replaying(
    const Process& process, const CaseEvent& event, std::size_t& next
);

[[nodiscard]] Result<statechart::Step, statechart::StepFault> run(
    const Process& process,
    const CaseSnapshot& before,
    const CaseEvent& event,
    const statechart::Environment& environment
);

// Whether something is counted from entering the state.
[[nodiscard]] bool is_timed(const Process& process, statechart::StateIndex state);

[[nodiscard]] CaseSnapshot snapshot_after(
    const Process& process,
    const CaseSnapshot& before,
    const CaseEvent& event,
    statechart::Step&& step
);

// Fills in what is there for readers of the history: title, states entered and left.
void tell_readers(
    const Process& process,
    const CaseSnapshot& before,
    const statechart::Step& step,
    CaseEvent& event
);

// The instant, or the noon of the date, at a dotted path of the context; empty when there is none.
[[nodiscard]] std::optional<Instant> instant_at(
    const statechart::Context& context, std::string_view path
);

}  // namespace clarion::core
