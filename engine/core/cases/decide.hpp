// The rules: may this happen, what happened, and what the case is now. Pure.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/access/policy.hpp"
#include "engine/core/cases/command.hpp"
#include "engine/core/cases/event.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/core/cases/snapshot.hpp"

namespace clarion::core {

// Something to be done in the world after the commit, at least once. `index` makes its key stable
// within the event.
struct Effect {
    std::uint32_t index = 0;
    std::string name;
    json::value params;
};

struct Accepted {
    CaseEvent event;
    CaseSnapshot after;  // equals apply(process, before, event); tests check it after every step
    std::vector<Effect> effects;
    // Whom a disclosure tells, as the workflow's codes say it; empty when nobody is told.
    std::vector<std::string> recipients;
};

using Decision = Result<Accepted, Refusal>;

// Who a new case is, as the runtime drew it.
struct NewCase {
    CaseId id;
    Reference reference;
    std::string channel;        // online, phone, front_desk, service
    std::string language;       // en, cy
    json::object carried = {};  // from the case that it goes on from: context keys and their values
    json::array links = {};     // to other cases: {reference, relation, route}
};

// The first event of a case. `command.form` is the request; context: request, received_at, channel,
// language, what was carried, links. The event's data holds all that replaying it takes.
[[nodiscard]] Decision open_case(
    const Process& process, const NewCase& identity, const Command& command, Instant now
);

// The first reason that can be given before the form is read: 404 unknown action, 409 not
// available, 403 role. A system command is checked against transitions without roles instead.
// Empty: go on.
[[nodiscard]] std::optional<Refusal> check_may_try(
    const Process& process, const CaseSnapshot& before, const Command& command
);

// Requires: the form was checked. Repeats check_may_try; then second person, fresh sign-in, guard.
[[nodiscard]] Decision decide(
    const Process& process, const CaseSnapshot& before, const Command& command, Instant now
);

// Terminates on an event that this process cannot have produced: the store is broken or the code
// is.
[[nodiscard]] CaseSnapshot apply(
    const Process& process, const CaseSnapshot& before, const CaseEvent& event
);

// From nothing to the last event.
[[nodiscard]] CaseSnapshot replay(
    const Process& process, const NewCase& identity, const std::vector<CaseEvent>& events
);

}  // namespace clarion::core
