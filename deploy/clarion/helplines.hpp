// Helplines: which of the catalogue the pages show today, and which nobody has verified for too
// long.
//
// An emergency number and a national helpline are always shown: an old number is better than none.
// A local one that nobody verified within six months may have closed, and is hidden.
//
// Threads: any; pure.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "adapters/http/intake/intake.hpp"
#include "engine/core/json.hpp"

namespace clarion::deploy {

inline constexpr std::chrono::months kHelplineVerifiedFor{6};

struct HelplinesToday {
    std::vector<http::intake::Helpline> shown;
    std::vector<std::string> unverified;  // ids, of those shown and those hidden
};

// Requires: the catalogue is sound. `force`: the profile's force.id, for what is local to it.
[[nodiscard]] HelplinesToday helplines_today(
    const core::json::object& catalogue, std::string_view force, std::chrono::sys_days today
);

}  // namespace clarion::deploy
