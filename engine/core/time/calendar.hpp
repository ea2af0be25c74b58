// Calendars and limits: when something is due.
//
// Source: design 4 "Time", domain.md 2.2: day 0 is the day of receipt; the due moment is the end of
// the nth local day.
#pragma once

#include <bitset>
#include <chrono>
#include <set>
#include <string>

#include "engine/core/time/zone.hpp"

namespace clarion::core {

struct Calendar {
    std::string id;
    std::set<std::chrono::local_days> holidays;
    // By std::chrono's C encoding, Sunday first. At least one day is left to work on.
    std::bitset<7> weekend = 0b1000001;

    [[nodiscard]] bool is_weekend(std::chrono::local_days day) const;
    [[nodiscard]] bool is_working_day(std::chrono::local_days day) const;
};

enum class LimitUnit { minutes, hours, calendar_days, working_days };

// One limit of the profile. Minutes and hours are elapsed time; days end with the local day.
struct Limit {
    std::string name;
    int value = 0;
    LimitUnit unit = LimitUnit::hours;
    std::string from;  // "now", or the context path of an RFC 3339 instant or date
    std::string title;
};

[[nodiscard]] Instant due_instant(
    const Limit& limit, Instant from, const Calendar& calendar, const Zone& zone
);

// The working days after `from`, up to and with `to`; 0 when `to` is not later. Day 0 is `from`, as
// everywhere.
[[nodiscard]] int working_days_between(
    std::chrono::local_days from, std::chrono::local_days to, const Calendar& calendar
);

// Whole local days from one instant to another: the n of "day n of 28".
[[nodiscard]] int days_between(Instant from, Instant to, const Zone& zone);

}  // namespace clarion::core
