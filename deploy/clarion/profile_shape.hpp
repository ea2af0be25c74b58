// Lint for a profile's keys: which ones it may have, at any depth. What stands under a key nobody
// reads is a rule that nobody follows.
#pragma once

#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// To add a key: its name in the row of the object that has it.
[[nodiscard]] Problems unknown_profile_keys(const core::json::object& profile);

}  // namespace clarion::deploy
