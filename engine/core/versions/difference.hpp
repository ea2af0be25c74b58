// Difference: what changed from one version of a workflow to another, in plain words: states,
// transitions, guards, people rules, forms, limits, calendar.
//
// States are matched by id, transitions by the state and what triggers them. Key order and
// descriptions change nothing of what happens and are not told.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/statechart/definition.hpp"

namespace clarion::core {

enum class ChangeKind { added, removed, changed };
[[nodiscard]] std::string_view to_string(ChangeKind kind);

struct Change {
    ChangeKind kind = ChangeKind::changed;
    std::string part;   // state, transition, guard, people, form, limit, calendar, profile
    std::string where;  // state id, action, form field or limit name
    std::string words;  // one sentence
};

// One version: its definition, and the bundle it came with. Parts that the bundle lacks (a profile,
// a calendar, forms) are not compared.
struct VersionSide {
    const statechart::Definition& definition;
    const json::object& bundle;
};

[[nodiscard]] std::vector<Change> differences(const VersionSide& older, const VersionSide& newer);

}  // namespace clarion::core
