// House check: everything wrong with the data a house would serve, at once, each with file and
// place. A house with any mistake is refused whole; the one that runs goes on running.
#pragma once

#include <string>
#include <vector>

#include "adapters/files/file_set.hpp"
#include "deploy/clarion/house_lint.hpp"

namespace clarion::deploy {

// The forms, calendars and catalogues of the house, and the profile, journey and definitions of the
// scheme, one line each: `file#pointer: reason`. Empty: it is sound.
[[nodiscard]] std::vector<std::string> house_problems(
    const files::FileSet& house, const std::string& scheme
);

// Gives back the house whose scheme is sound; throws FileProblem with all its problems otherwise.
[[nodiscard]] const files::FileSet& sound(const files::FileSet& house);

}  // namespace clarion::deploy
