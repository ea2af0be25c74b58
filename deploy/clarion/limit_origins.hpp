// Where limits count from: `now`, the receipt, or something that a workflow of the house writes
// down. A misspelt one would count from now without a word, and be late.
#pragma once

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/profile_lint.hpp"

namespace clarion::deploy {

// Pointers are into the profile. Nothing is said while a definition cannot be read: that is told
// elsewhere.
void check_limit_origins(
    const core::json::object& profile, const files::FileSet& house, Problems& problems
);

}  // namespace clarion::deploy
