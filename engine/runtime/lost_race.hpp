// LostRace: somebody else moved the case between our reading and our writing. The attempt is
// taken back and the work tried again; it never leaves the engine.
#pragma once

#include <exception>

namespace clarion::runtime {

struct LostRace : std::exception {
    [[nodiscard]] const char* what() const noexcept override { return "somebody was faster"; }
};

}  // namespace clarion::runtime
