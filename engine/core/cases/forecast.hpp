// Forecast: when the outcome is told, if each stage that is left takes its usual time.
//
// The usual times are a force's own figures: `profile.forecast.usual`, by route, from the key of a
// stage to {value, unit}. The stages follow one another in the order of the definition. It is
// arithmetic that people can redo, not a promise; nothing is decided by it (domain.md 2.2: a late
// case is never decided by lateness).
#pragma once

#include <optional>

#include "engine/core/cases/domain_keys.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"

namespace clarion::core {

// The usual times of this route, in the order of the definition; empty where the profile gives
// none. Requires: definition and route of `process` are read.
[[nodiscard]] std::vector<UsualStage> read_forecast(
    const Process& process,
    const json::object& profile,
    const std::string& pointer,
    Problems& problems
);

// Empty when no stage with a usual time is entered: before the first, beside the road, after the
// last.
[[nodiscard]] std::optional<Instant> forecast_of(
    const Process& process, const CaseSnapshot& snapshot, Instant now
);

}  // namespace clarion::core
