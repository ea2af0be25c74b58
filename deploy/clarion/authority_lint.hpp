// Lint for who proposes and who approves (`decision_authority` of a profile): for every risk and
// every kind of content that the forms offer, and for nothing else.
#pragma once

#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

void check_authority(
    const core::json::object& profile, const files::FileSet& house, Problems& problems
);

}  // namespace clarion::deploy
