// LondonZone: Europe/London by the rule that has held since 1996, for tests without a zone
// database.
//
// Summer time runs from 01:00 UTC on the last Sunday of March to 01:00 UTC on the last of October.
#pragma once

#include "engine/core/time/zone.hpp"

namespace clarion::test {

class LondonZone final : public core::Zone {
public:
    [[nodiscard]] core::LocalTime to_local(core::Instant instant) const override {
        const core::Instant shown = instant + offset_at(instant);
        const auto day = std::chrono::floor<std::chrono::days>(shown);
        return {
            std::chrono::local_days(day.time_since_epoch()),
            std::chrono::floor<std::chrono::minutes>(shown - day)};
    }

    [[nodiscard]] core::Instant start_of(std::chrono::local_days day) const override {
        // Clocks change at 01:00, so midnight is there once and has the offset of just before it.
        const core::Instant midnight{std::chrono::sys_days(day.time_since_epoch())};
        return midnight - offset_at(midnight - std::chrono::hours(1));
    }

private:
    static std::chrono::hours offset_at(core::Instant instant) {
        const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(instant));
        const auto change_in = [&](std::chrono::month month) {
            const std::chrono::sys_days day(
                date.year() / month / std::chrono::Sunday[std::chrono::last]
            );
            return core::Instant(day) + std::chrono::hours(1);
        };
        const bool summer =
            instant >= change_in(std::chrono::March) && instant < change_in(std::chrono::October);
        return std::chrono::hours(summer ? 1 : 0);
    }
};

inline const LondonZone& london() {
    static const LondonZone zone;
    return zone;
}

}  // namespace clarion::test
