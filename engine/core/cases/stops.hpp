// ClockStops: the three moments at which a case may be said to have ended, told side by side
// because people who measure a force mean one or the other.
//
// Source: domain.md 2.2. What each is called in a case's record is the scheme's: `profile.stops`,
// a term for each, that gives an instant or nothing.
#pragma once

#include <optional>
#include <string>

#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"

namespace clarion::core {

struct ClockStops {
    std::optional<Instant> decided_at;
    std::optional<Instant> outcome_communicated_at;
    std::optional<Instant> closed_at;
};
[[nodiscard]] ClockStops stops_of(
    const Process& process, const CaseSnapshot& snapshot, Instant now
);

void check_stops(
    const json::object& profile,
    const std::string& pointer,
    std::vector<statechart::Problem>& problems
);

}  // namespace clarion::core
