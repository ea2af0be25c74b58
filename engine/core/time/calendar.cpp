#include "engine/core/time/calendar.hpp"

#include <exception>

namespace clarion::core {

namespace {

std::chrono::local_days nth_working_day(
    std::chrono::local_days day, int count, const Calendar& calendar
) {
    while (count > 0) {
        day += std::chrono::days(1);
        if (calendar.is_working_day(day)) --count;
    }
    return day;
}

}  // namespace

bool Calendar::is_weekend(std::chrono::local_days day) const {
    return weekend.test(std::chrono::weekday(day).c_encoding());
}

bool Calendar::is_working_day(std::chrono::local_days day) const {
    return !is_weekend(day) && !holidays.contains(day);
}

Instant due_instant(const Limit& limit, Instant from, const Calendar& calendar, const Zone& zone) {
    switch (limit.unit) {
        case LimitUnit::minutes:
            return from + std::chrono::minutes(limit.value);
        case LimitUnit::hours:
            return from + std::chrono::hours(limit.value);
        case LimitUnit::calendar_days:
            return zone.start_of(zone.to_local(from).day + std::chrono::days(limit.value + 1));
        case LimitUnit::working_days:
            return zone.start_of(
                nth_working_day(zone.to_local(from).day, limit.value, calendar) +
                std::chrono::days(1)
            );
    }
    std::terminate();
}

int working_days_between(
    std::chrono::local_days from, std::chrono::local_days to, const Calendar& calendar
) {
    if (to <= from) return 0;
    const int weekdays = 7 - static_cast<int>(calendar.weekend.count());
    const auto weeks = std::chrono::floor<std::chrono::weeks>(to - from);
    int count = static_cast<int>(weeks.count()) * weekdays;
    for (auto day = from + weeks + std::chrono::days(1); day <= to; day += std::chrono::days(1))
        count += calendar.is_weekend(day) ? 0 : 1;
    const auto& holidays = calendar.holidays;
    for (auto day = holidays.upper_bound(from); day != holidays.end() && *day <= to; ++day)
        count -= calendar.is_weekend(*day) ? 0 : 1;
    return count;
}

int days_between(Instant from, Instant to, const Zone& zone) {
    return static_cast<int>((zone.to_local(to).day - zone.to_local(from).day).count());
}

}  // namespace clarion::core
