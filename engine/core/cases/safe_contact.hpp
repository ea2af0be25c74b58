// Safe contact: whether the contact that a form tells of lay in the times that are safe by the
// plan.
//
// A transition asks for it: `meta.safe_contact: {on, time, unless}` names the fields of date, of
// wall-clock time, and of the reason for not keeping to the plan. With such a reason it may be.
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

}  // namespace clarion::core
