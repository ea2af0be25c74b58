// Domain keys: what a workflow says in `meta`, where XState's tools carry it along, made into
// rules.
//
// Failure: a key of the wrong shape is a problem with its pointer; reading goes on, so that all of
// them are told at once.
#pragma once

#include <string>
#include <vector>

#include "engine/core/cases/process.hpp"

namespace clarion::core {

using Problems = std::vector<statechart::Problem>;

[[nodiscard]] StateRule read_state_rule(
    const json::object& meta, const std::string& pointer, Problems& problems
);
// `meta.opening` of the whole machine; without it nobody opens a case by hand.
[[nodiscard]] Opening read_opening(
    const json::object& meta, const std::string& pointer, Problems& problems
);
[[nodiscard]] TransitionRule read_transition_rule(
    const json::object& meta, const std::string& pointer, Problems& problems
);
// The keys that every transition of one action repeats.
// `meta.refusals` of the whole machine.
[[nodiscard]] std::vector<RuleWords> read_rule_words(
    const json::object& meta, const std::string& pointer, std::vector<statechart::Problem>& problems
);

[[nodiscard]] ActionRule read_action_rule(
    const std::string& name,
    const json::object& meta,
    const std::string& pointer,
    Problems& problems
);

// `profile.limits`: an object from name to {value, unit, from, title}; other keys are for people.
[[nodiscard]] std::map<std::string, Limit, std::less<>> read_limits(
    const json::value& limits, const std::string& pointer, Problems& problems
);
// {"id", "holidays": ["2026-12-25" or {"date": "2026-12-25", ...}]}
[[nodiscard]] Calendar read_calendar(
    const json::value& calendar, const std::string& pointer, Problems& problems
);

}  // namespace clarion::core
