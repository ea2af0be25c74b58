// Permission: may this person, or the program, take these transitions.
//
// Every transition that an event takes is asked, in all regions, and all must agree (design 4).
#pragma once

#include <optional>
#include <span>

#include "engine/core/cases/command.hpp"
#include "engine/core/cases/event.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/core/cases/snapshot.hpp"

namespace clarion::core {

using TransitionsView = std::span<const statechart::Transition* const>;

// Null for a transition without roles, which is the program's alone.
[[nodiscard]] const TransitionRule* find_rule(
    const Process& process, const statechart::Transition& transition
);

// By roles alone: those of the transitions that this command could take.
[[nodiscard]] std::vector<const statechart::Transition*> within_reach(
    const Process& process, TransitionsView transitions, const Command& command
);

// Another person needed, then a fresher sign-in, for any of these. Empty: neither stands in the
// way.
[[nodiscard]] std::optional<Refusal> check_person(
    const Process& process,
    const CaseSnapshot& before,
    TransitionsView transitions,
    const Principal& principal,
    Instant now
);

// The roles, and then check_person, for what an event takes. When guards let it take nothing,
// `selected` is empty, and the answer speaks of what was offered: a person who could take none of
// it hears why, before hearing of guards.
[[nodiscard]] std::optional<Refusal> check_selected(
    const Process& process,
    const CaseSnapshot& before,
    TransitionsView selected,
    const Command& command,
    Instant now
);

// No guard of what was offered holds; says in words what each asks for.
[[nodiscard]] Refusal guards_failed(const std::string& action, TransitionsView offered);

// The same refusal with the workflow's own sentences for what does not hold. An event without a
// type is one whose form is not known yet.
[[nodiscard]] Refusal with_reasons(
    const Process& process,
    const CaseSnapshot& before,
    const Command& command,
    const CaseEvent& event,
    Refusal refusal
);

[[nodiscard]] Refusal refuse(RefusalCode code, std::string_view detail);

}  // namespace clarion::core
