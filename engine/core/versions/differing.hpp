// The parts of the comparison of two versions. Internal to it.
#pragma once

#include <string>
#include <vector>

#include "engine/core/versions/difference.hpp"

namespace clarion::core {

using Changes = std::vector<Change>;

void compare_states(const VersionSide& older, const VersionSide& newer, Changes& changes);
void compare_transitions(
    const statechart::Definition& older,
    const statechart::Definition& newer,
    const statechart::State& before,
    const statechart::State& after,
    Changes& changes
);
void compare_forms(const VersionSide& older, const VersionSide& newer, Changes& changes);
void compare_limits(const VersionSide& older, const VersionSide& newer, Changes& changes);
void compare_surroundings(const VersionSide& older, const VersionSide& newer, Changes& changes);

// What stands at `key`, or null.
[[nodiscard]] const json::value& value_at(const json::object& object, std::string_view key);
// Text as it is, anything else as JSON, nothing as "nothing".
[[nodiscard]] std::string said(const json::value& value);

}  // namespace clarion::core
