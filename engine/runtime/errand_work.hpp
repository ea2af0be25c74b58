// What operators on the machine ask of the engine, as work.
#pragma once

#include <optional>

#include "engine/core/ids.hpp"

namespace clarion::runtime {

// So many cases more get their data key wrapped by the newest key-encryption key. Answer:
// {looked_at, rewrapped, cases, next|null}; begin with no `after`.
struct TurnKeys {
    std::optional<core::CaseId> after;
    int limit = 256;
};

// So many cases more get what they are found by made anew, while the token key is turned. Answer:
// {looked_at, cases, in_use, next|null}; begin with no `after`.
struct TurnTokens {
    std::optional<core::CaseId> after;
    int limit = 64;
};

// Nothing but a turn. What it is answered with is called on the engine thread between two batches,
// where nothing is under way.
struct TakeTurn {};

// The hourly look at every obligation begins now. Answer: {}.
struct LookNow {};

}  // namespace clarion::runtime
