// The ids that a catalogue of the house knows, for checks of what names them.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// Of workflows/catalogue/<name>.json, where the list has the catalogue's own name. Empty, and said,
// when it cannot be used: what is wrong with it is told where it is looked at itself.
[[nodiscard]] std::optional<std::set<std::string>> catalogue_ids(
    const files::FileSet& house, const std::string& name, Problems& problems
);

}  // namespace clarion::deploy
