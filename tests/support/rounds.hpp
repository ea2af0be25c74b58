// How often a test does again what it does: a few in each run, the numbers of a release by a
// variable of the environment, which `tests/run --long` sets.
#pragma once

#include <cstdlib>

namespace clarion::test {

inline int rounds_wanted(const char* variable, int otherwise) {
    const char* asked = std::getenv(variable);
    return asked == nullptr ? otherwise : std::atoi(asked);
}

}  // namespace clarion::test
