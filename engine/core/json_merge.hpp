// JSON Merge Patch.
#pragma once

#include "engine/core/json.hpp"

namespace clarion::core {

// Lays `patch` over `target`, member by member; a member that is null is taken out (RFC 7396).
void merge_patch(json::object& target, const json::object& patch);

}  // namespace clarion::core
