#include "engine/core/time/rate.hpp"

#include <algorithm>

namespace clarion::core {

namespace {

std::chrono::milliseconds rounded_up(std::int64_t scaled, std::int64_t quota) {
    return std::chrono::milliseconds((scaled + quota - 1) / quota);
}

}  // namespace

Taken take(
    const Rate& rate,
    std::int64_t& whole_at,
    std::chrono::milliseconds now,
    std::chrono::milliseconds patience
) {
    // In milliseconds times the quota one costs as much as the window has milliseconds.
    const std::int64_t one = rate.window.count();
    const std::int64_t all = one * rate.quota;
    const std::int64_t present = now.count() * rate.quota;
    const std::int64_t patient = patience.count() * rate.quota;
    // No more than this can be owed unless the clock went back, or the rate was another.
    whole_at = std::clamp(whole_at, present, present + all + patient);

    const std::int64_t early_by = std::max<std::int64_t>(whole_at + one - all - present, 0);
    if (early_by > patient) return {false, 0, rounded_up(early_by - patient, rate.quota)};
    whole_at += one;
    const std::int64_t left = std::max<std::int64_t>(present + all - whole_at, 0) / one;
    return {true, left, rounded_up(early_by, rate.quota)};
}

}  // namespace clarion::core
