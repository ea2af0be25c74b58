// Lint for the data beside the definitions: profiles, journeys, simulations and catalogues.
#pragma once

#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "engine/core/json.hpp"
#include "engine/core/statechart/problem.hpp"

namespace clarion::deploy {

using Problems = std::vector<core::statechart::Problem>;

// Limits with their source and verification mark; agencies and systems that the catalogue knows.
[[nodiscard]] Problems profile_problems(
    const core::json::object& profile, const files::FileSet& house
);

// Held against schemas/catalogue/<name>.schema.json; and no id twice in one list.
[[nodiscard]] Problems catalogue_problems(
    const std::string& name, const core::json::object& catalogue, const files::FileSet& house
);

// Of a profile that extends another, as it is written: a limit that is taken over without a word
// must be a target of our own; a figure that another scheme's sources give is that scheme's.
[[nodiscard]] Problems extension_problems(
    const core::json::object& written, const files::FileSet& house
);

// What the pages' own reader refuses, and answers that the request's form has no place for.
[[nodiscard]] Problems journey_problems(
    const core::json::object& journey, const files::FileSet& house
);

// Which scheme a house serves: one that has a profile.
[[nodiscard]] Problems scheme_problems(
    const core::json::object& choice, const files::FileSet& house
);

// What the simulation's own reader refuses.
[[nodiscard]] Problems simulation_problems(
    const core::json::object& model, const files::FileSet& house
);

}  // namespace clarion::deploy
