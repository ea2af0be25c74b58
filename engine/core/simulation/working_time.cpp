#include "engine/core/simulation/working_time.hpp"

#include <algorithm>

namespace clarion::core::simulation {

WorkingTime::WorkingTime(
    const Shift& shift,
    const Calendar& calendar,
    const Zone& zone,
    std::pair<Instant, Instant> from_until
) {
    auto day = zone.to_local(from_until.first).day;
    for (;; day += std::chrono::days(1)) {
        const Instant midnight = zone.start_of(day);
        if (midnight >= from_until.second) break;
        if (shift.working_days_only && !calendar.is_working_day(day)) continue;
        // A day of 23 or 25 hours moves the shift by an hour against midnight, and ends by the
        // next.
        const Instant next = zone.start_of(day + std::chrono::days(1));
        const Instant begins = std::min(midnight + shift.from, next);
        const Instant ends =
            shift.to == std::chrono::hours(24) ? next : std::min(midnight + shift.to, next);
        if (begins < ends) stretches_.emplace_back(begins, ends);
    }
}

std::size_t WorkingTime::stretch_at(Instant now) const {
    const auto found = std::upper_bound(
        stretches_.begin(),
        stretches_.end(),
        now,
        [](Instant instant, const auto& stretch) { return instant < stretch.second; }
    );
    return static_cast<std::size_t>(found - stretches_.begin());
}

bool WorkingTime::is_at_work(Instant now) const {
    const std::size_t index = stretch_at(now);
    return index < stretches_.size() && stretches_[index].first <= now;
}

Instant WorkingTime::finish(Instant now, std::chrono::minutes work) const {
    std::chrono::milliseconds left = work;
    for (std::size_t index = stretch_at(now); index < stretches_.size(); ++index) {
        const Instant begins = std::max(now, stretches_[index].first);
        const auto available = stretches_[index].second - begins;
        if (left <= available) return begins + left;
        left -= available;
    }
    return stretches_.empty() ? now + work : stretches_.back().second;
}

}  // namespace clarion::core::simulation
