// CaseDamaged: what the store holds of one case is not what was written for it. The work on it
// fails and everything else goes on; it never leaves the engine.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

#include "engine/core/ids.hpp"

namespace clarion::runtime {

struct CaseDamaged : std::runtime_error {
    CaseDamaged(core::AuditRef damaged, const std::string& what)
        : std::runtime_error(what), ref(std::move(damaged)) {}

    core::AuditRef ref;  // how the log names the case
};

// When a timer or an effect of a damaged case is tried again, and alarmed again.
inline constexpr std::chrono::hours kTryDamagedAgain{1};

}  // namespace clarion::runtime
