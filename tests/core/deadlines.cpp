// When something is due, across week ends, holidays and both changes of the clocks.
#include <doctest/doctest.h>

#include "engine/core/time/calendar.hpp"
#include "tests/support/london_zone.hpp"
#include "tests/support/people.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::london;
using std::chrono::local_days;

namespace {

const Calendar kCalendar{
    .id = "test",
    .holidays = {
        local_days(std::chrono::year(2026) / 12 / 25),
        local_days(std::chrono::year(2026) / 12 / 28)}};

std::string due(int value, LimitUnit unit, std::string_view from) {
    const Limit limit{.name = "any", .value = value, .unit = unit, .from = "now", .title = ""};
    return to_rfc3339(due_instant(limit, at(from), kCalendar, london()));
}

local_days day(unsigned month, unsigned number) {
    return local_days(
        std::chrono::year(2026) / std::chrono::month(month) / std::chrono::day(number)
    );
}

}  // namespace

TEST_CASE("deadlines: hours and minutes are elapsed time, nights and clock changes included") {
    CHECK(due(24, LimitUnit::hours, "2026-11-02T23:30:00Z") == "2026-11-03T23:30:00.000Z");
    CHECK(due(30, LimitUnit::minutes, "2026-11-02T23:45:00Z") == "2026-11-03T00:15:00.000Z");
    CHECK(due(24, LimitUnit::hours, "2027-03-27T12:00:00Z") == "2027-03-28T12:00:00.000Z");
}

TEST_CASE("deadlines: 28 calendar days end with the 28th local day after the day of receipt") {
    SUBCASE("all in winter") {
        CHECK(
            due(28, LimitUnit::calendar_days, "2026-11-02T10:00:00Z") == "2026-12-01T00:00:00.000Z"
        );
    }
    SUBCASE("into summer time: midnight comes an hour earlier in UTC") {
        CHECK(
            due(28, LimitUnit::calendar_days, "2027-03-01T10:00:00Z") == "2027-03-29T23:00:00.000Z"
        );
    }
    SUBCASE("out of summer time") {
        CHECK(
            due(28, LimitUnit::calendar_days, "2026-10-12T10:00:00Z") == "2026-11-10T00:00:00.000Z"
        );
    }
    SUBCASE("received in the last local hour of the day before") {
        CHECK(
            due(1, LimitUnit::calendar_days, "2026-07-01T22:59:00Z") == "2026-07-02T23:00:00.000Z"
        );
        CHECK(
            due(1, LimitUnit::calendar_days, "2026-07-01T23:00:00Z") == "2026-07-03T23:00:00.000Z"
        );
    }
    SUBCASE("due on the very days of the changes") {
        CHECK(
            due(1, LimitUnit::calendar_days, "2027-03-27T12:00:00Z") == "2027-03-28T23:00:00.000Z"
        );
        CHECK(
            due(1, LimitUnit::calendar_days, "2026-10-24T12:00:00Z") == "2026-10-26T00:00:00.000Z"
        );
    }
}

TEST_CASE("deadlines: working days pass over week ends and holidays") {
    CHECK(due(1, LimitUnit::working_days, "2026-11-06T12:00:00Z") == "2026-11-10T00:00:00.000Z");
    CHECK(due(2, LimitUnit::working_days, "2026-12-24T12:00:00Z") == "2026-12-31T00:00:00.000Z");
    CHECK(due(1, LimitUnit::working_days, "2026-11-07T12:00:00Z") == "2026-11-10T00:00:00.000Z");
    CHECK(due(0, LimitUnit::working_days, "2026-11-02T12:00:00Z") == "2026-11-03T00:00:00.000Z");
}

TEST_CASE("deadlines: a day is counted by the local calendar") {
    CHECK(days_between(at("2026-11-02T10:00:00Z"), at("2026-11-02T23:59:00Z"), london()) == 0);
    CHECK(days_between(at("2026-11-02T23:59:00Z"), at("2026-11-03T00:00:00Z"), london()) == 1);
    CHECK(days_between(at("2026-07-01T22:59:00Z"), at("2026-07-01T23:00:00Z"), london()) == 1);
    CHECK(days_between(at("2027-03-27T12:00:00Z"), at("2027-03-29T12:00:00Z"), london()) == 2);
    CHECK(days_between(at("2026-11-03T00:00:00Z"), at("2026-11-02T12:00:00Z"), london()) == -1);
}

TEST_CASE("calendar: working days between two days, day by day and over years") {
    CHECK(working_days_between(day(11, 2), day(11, 2), kCalendar) == 0);
    CHECK(working_days_between(day(11, 2), day(11, 1), kCalendar) == 0);
    CHECK(working_days_between(day(11, 6), day(11, 9), kCalendar) == 1);
    for (int length = 0; length < 400; ++length) {
        int counted = 0;
        const auto from = day(1, 1);
        for (int passed = 1; passed <= length; ++passed)
            counted += kCalendar.is_working_day(from + std::chrono::days(passed)) ? 1 : 0;
        REQUIRE(working_days_between(from, from + std::chrono::days(length), kCalendar) == counted);
    }
}

TEST_CASE("calendar: week ends and the named holidays are no working days") {
    CHECK(kCalendar.is_working_day(day(12, 24)));
    CHECK_FALSE(kCalendar.is_working_day(day(12, 25)));
    CHECK_FALSE(kCalendar.is_working_day(day(12, 26)));
    CHECK_FALSE(kCalendar.is_working_day(day(12, 27)));
    CHECK_FALSE(kCalendar.is_working_day(day(12, 28)));
    CHECK(kCalendar.is_working_day(day(12, 29)));
}

TEST_CASE("the test zone: follows the rule from 2025 to 2028") {
    struct Change {
        std::string_view before;
        int hour_before;
        std::string_view after;
        int hour_after;
    };
    const Change changes[]{
        {"2025-03-30T00:59:00Z", 0, "2025-03-30T01:00:00Z", 2},
        {"2025-10-26T00:59:00Z", 1, "2025-10-26T01:00:00Z", 1},
        {"2026-03-29T00:59:00Z", 0, "2026-03-29T01:00:00Z", 2},
        {"2026-10-25T00:59:00Z", 1, "2026-10-25T01:00:00Z", 1},
        {"2027-03-28T00:59:00Z", 0, "2027-03-28T01:00:00Z", 2},
        {"2027-10-31T00:59:00Z", 1, "2027-10-31T01:00:00Z", 1},
        {"2028-03-26T00:59:00Z", 0, "2028-03-26T01:00:00Z", 2},
        {"2028-10-29T00:59:00Z", 1, "2028-10-29T01:00:00Z", 1},
    };
    for (const Change& change : changes) {
        CAPTURE(change.before);
        const auto hour = [](std::string_view instant) {
            return static_cast<int>(london().to_local(at(instant)).since_midnight.count() / 60);
        };
        CHECK(hour(change.before) == change.hour_before);
        CHECK(hour(change.after) == change.hour_after);
    }
}
