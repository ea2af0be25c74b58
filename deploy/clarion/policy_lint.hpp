// What a profile decides for its scheme beside the limits: which systems are searched in which set,
// which agencies have to answer, how the forum meets, in which zone days begin.
#pragma once

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// Pointers are into the profile.
void check_policy(
    const core::json::object& profile, const files::FileSet& house, Problems& problems
);

}  // namespace clarion::deploy
