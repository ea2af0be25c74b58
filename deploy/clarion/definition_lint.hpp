// Lint for a definition in its house: what the linter finds, what its effects name, and what the
// engine itself would refuse it for.
#pragma once

#include <string>

#include "adapters/files/file_set.hpp"
#include "adapters/files/scheme.hpp"
#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// Notes among them. Each mistake once; pointers are into the definition, but for what the engine
// refuses in its surroundings.
[[nodiscard]] Problems definition_problems(
    const files::FileSet& house,
    const std::string& scheme,
    const files::RouteFile& route,
    const core::json::object& written
);

}  // namespace clarion::deploy
