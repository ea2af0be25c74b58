// Lint for the limits within which agencies answer (`answer_within` in the catalogue of agencies):
// each is a limit of the profile, and one that the routes that ask agencies count by an `after`.
#pragma once

#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// Pointers are into the catalogue. What cannot be read is told where it is looked at itself.
[[nodiscard]] Problems answer_limit_problems(
    const core::json::object& catalogue, const files::FileSet& house
);

}  // namespace clarion::deploy
