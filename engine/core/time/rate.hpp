// Rate: how much of something may come in a time, held by the generic cell rate algorithm (GCRA).
// One number for each caller is all that is kept: when its allowance will be whole again.
//
// Limits: kRateQuotaMax in kRateWindowMax; times of thirty years at most. Whole numbers throughout,
// so that nothing is
//         ever lost to rounding: the number kept is milliseconds times the quota.
#pragma once

#include <chrono>
#include <cstdint>

namespace clarion::core {

inline constexpr std::int64_t kRateQuotaMax = 1'000'000;
inline constexpr std::chrono::milliseconds kRateWindowMax = std::chrono::hours(24);

// So many at once, and so many again in every window. Requires: both above 0 and within the limits.
struct Rate {
    std::int64_t quota = 1;
    std::chrono::milliseconds window{1000};
    friend bool operator==(const Rate&, const Rate&) = default;
};

struct Taken {
    bool allowed = true;
    std::int64_t left = 0;  // how many more could come at once now
    // Allowed: how long this one waits for its turn, at most the patience. Otherwise: after how
    // long the same would be allowed.
    std::chrono::milliseconds wait{0};
};

// Takes one of what the caller has left. `whole_at` is theirs, 0 at first. With patience one that
// comes too early may be allowed with a wait; without, never. A clock that jumps back makes nobody
// wait for longer than before the jump.
[[nodiscard]] Taken take(
    const Rate& rate,
    std::int64_t& whole_at,
    std::chrono::milliseconds now,
    std::chrono::milliseconds patience = {}
);

}  // namespace clarion::core
