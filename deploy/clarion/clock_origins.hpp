// What the clocks of a profile rest on. Limits count from `now`, the receipt, or something that a
// workflow of the house writes down: a misspelt one would count from now without a word, and be
// late. The stops read the same record: a misspelt one would never come.
#pragma once

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/profile_lint.hpp"

namespace clarion::deploy {

// Pointers are into the profile. Nothing is said while a definition cannot be read: that is told
// elsewhere.
void check_clock_origins(
    const core::json::object& profile, const files::FileSet& house, Problems& problems
);

}  // namespace clarion::deploy
