// Profile lint: the parts of a profile beside its limits, as they hold with what it extends. Every
// key is known, has its kind, and names only what is there: roles, limits, routes, referrals.
#pragma once

#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

[[nodiscard]] Problems profile_part_problems(
    const core::json::object& profile, const files::FileSet& house
);

}  // namespace clarion::deploy
