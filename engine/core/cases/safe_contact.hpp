// Safe contact: whether the contact that a form tells of kept to the plan, its times and its ways.
//
// A transition asks for it: `meta.safe_contact: {on, time, unless}` names the fields of date, of
// wall-clock time, and of the reason for not keeping to the plan. With such a reason it may be.
// With `way`, the field of how, and `ways`, those that a plan has a say on: each of them has to be
// one that the plan chose (`by_phone` for phone).
#pragma once

#include <optional>

#include "engine/core/cases/event.hpp"
#include "engine/core/cases/permission.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"

namespace clarion::core {

// The plan in force: the last one that was recorded, else the request's own; null when there is
// none.
[[nodiscard]] const json::object* contact_plan_of(const statechart::Context& context);

// Why not, and when it would be safe; empty when nothing is in the way.
[[nodiscard]] std::optional<Refusal> unsafe_contact(
    const Process& process,
    const CaseSnapshot& before,
    const CaseEvent& event,
    TransitionsView selected
);

// Whether the form gives the action's reason for a contact that did not keep to the plan.
[[nodiscard]] bool is_outside_plan(
    const Process& process, std::string_view action, const json::object& form
);

}  // namespace clarion::core
