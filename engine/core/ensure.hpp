// ensure: a claim that only a fault in our own code can break. Checked in every build.
//
// Failure: says what was claimed and ends the program. Nothing committed is lost by that.
#pragma once

#include <cstdio>
#include <exception>

namespace clarion::core {

inline void ensure(bool claim, const char* what) noexcept {
    if (claim) return;
    std::fprintf(stderr, "clarion: a fault in the program: %s\n", what);
    std::terminate();
}

}  // namespace clarion::core
