// Effect lint: what each effect of a definition is told, held against what the one who does it
// reads. A wrong name there would be found out when somebody needs it.
#pragma once

#include <set>
#include <string>

#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// What the house's catalogues know.
struct KnownNames {
    std::set<std::string> systems;
    std::set<std::string> notices;
};

[[nodiscard]] Problems effect_problems(
    const core::json::object& definition, const KnownNames& known
);

}  // namespace clarion::deploy
