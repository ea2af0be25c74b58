// When it is safe to reach an applicant; what is not known counts as not safe.
#include <doctest/doctest.h>

#include <type_traits>

#include "engine/core/time/contact_window.hpp"
#include "tests/support/london_zone.hpp"
#include "tests/support/people.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::london;

static_assert(!std::is_constructible_v<SafeMoment, Instant>, "only safe_moment() makes one");
static_assert(!std::is_default_constructible_v<SafeMoment>, "only safe_moment() makes one");

namespace {

const json::object kWindows = json::parse(R"({
    "morning": ["09:00", "12:00"], "afternoon": ["12:00", "17:00"], "evening": ["17:00", "20:00"],
    "night": ["00:30", "02:30"], "small_hours": ["01:15", "03:00"],
    "nonsense": ["17:00", "09:00"], "unreadable": ["nine", "ten"]
})")
                                  .as_object();
const Calendar kCalendar{
    .id = "test", .holidays = {std::chrono::local_days(std::chrono::year(2027) / 3 / 29)}};
const ContactRules kRules{kWindows, kCalendar, london()};

json::object plan(std::string_view text) {
    return json::parse(text).as_object();
}

bool safe(std::string_view text, std::string_view instant) {
    return is_safe_now(plan(text), kRules, at(instant));
}

std::string next(std::string_view text, std::string_view from) {
    const auto found = next_safe(plan(text), kRules, at(from));
    return found ? to_rfc3339(*found) : "never";
}

constexpr std::string_view kTuesdayMorning = R"({"times": ["tuesday_morning"]})";
constexpr std::string_view kSundayNight = R"({"times": ["sunday_night"]})";

}  // namespace

TEST_CASE("contact windows: a window is open from its first minute, and closed at its last") {
    CHECK_FALSE(safe(kTuesdayMorning, "2026-11-03T08:59:59Z"));
    CHECK(safe(kTuesdayMorning, "2026-11-03T09:00:00Z"));
    CHECK(safe(kTuesdayMorning, "2026-11-03T11:59:59Z"));
    CHECK_FALSE(safe(kTuesdayMorning, "2026-11-03T12:00:00Z"));
    CHECK_FALSE(safe(kTuesdayMorning, "2026-11-04T10:00:00Z"));
}

TEST_CASE("contact windows: they follow the wall clock through summer and winter") {
    CHECK(safe(kTuesdayMorning, "2026-07-07T08:00:00Z"));
    CHECK_FALSE(safe(kTuesdayMorning, "2026-07-07T11:00:00Z"));
    CHECK(next(kTuesdayMorning, "2027-03-27T12:00:00Z") == "2027-03-30T08:00:00.000Z");
    CHECK(next(kTuesdayMorning, "2026-10-24T12:00:00Z") == "2026-10-27T09:00:00.000Z");
}

TEST_CASE("contact windows: on the day when an hour is left out") {
    // 28 March 2027: 00:59 is followed by 02:00.
    CHECK(safe(kSundayNight, "2027-03-28T00:45:00Z"));
    CHECK(safe(kSundayNight, "2027-03-28T01:00:00Z"));
    CHECK_FALSE(safe(kSundayNight, "2027-03-28T01:30:00Z"));
    CHECK(next(kSundayNight, "2027-03-27T12:00:00Z") == "2027-03-28T00:30:00.000Z");
    // 01:15 is never shown that day: the window opens late, and not before its time.
    CHECK(
        next(R"({"times": ["sunday_small_hours"]})", "2027-03-27T12:00:00Z") ==
        "2027-03-28T01:15:00.000Z"
    );
}

TEST_CASE("contact windows: on the day when an hour comes twice, both count") {
    // 25 October 2026: 01:59 is followed by 01:00.
    CHECK(safe(kSundayNight, "2026-10-25T00:15:00Z"));
    CHECK(safe(kSundayNight, "2026-10-25T01:15:00Z"));
    CHECK(safe(kSundayNight, "2026-10-25T02:29:00Z"));
    CHECK_FALSE(safe(kSundayNight, "2026-10-25T02:30:00Z"));
    CHECK(next(kSundayNight, "2026-10-24T12:00:00Z") == "2026-10-24T23:30:00.000Z");
}

TEST_CASE("contact windows: any time is any time") {
    CHECK(safe(R"({"any_time": true})", "2026-12-25T03:00:00Z"));
    CHECK(next(R"({"any_time": true})", "2026-12-25T03:00:00Z") == "2026-12-25T03:00:00.000Z");
}

TEST_CASE("contact windows: times that were chosen bind, whatever else was ticked") {
    const char* plan = R"({"any_time": true, "times": ["monday_morning"]})";
    CHECK(safe(plan, "2026-11-02T10:00:00Z"));
    CHECK_FALSE(safe(plan, "2026-11-02T20:00:00Z"));
}

TEST_CASE("contact windows: with no word on times, the quiet hours of working days") {
    CHECK(safe("{}", "2026-11-03T09:00:00Z"));
    CHECK_FALSE(safe("{}", "2026-11-03T17:00:00Z"));
    CHECK_FALSE(safe("{}", "2026-11-07T10:00:00Z"));
    CHECK(next("{}", "2027-03-26T17:00:00Z") == "2027-03-30T08:00:00.000Z");
}

TEST_CASE("contact windows: words about times that are never safe need a person to read them") {
    CHECK_FALSE(
        safe(R"({"any_time": true, "never": "When the school bus comes"})", "2026-11-03T10:00:00Z")
    );
    CHECK(next(R"({"any_time": true, "never": "x"})", "2026-11-03T10:00:00Z") == "never");
}

TEST_CASE("contact windows: a public holiday has none of the week's windows") {
    constexpr std::string_view kMondayMorning = R"({"times": ["monday_morning"]})";
    CHECK_FALSE(safe(kMondayMorning, "2027-03-29T10:00:00Z"));
    CHECK(next(kMondayMorning, "2027-03-29T08:00:00Z") == "2027-04-05T08:00:00.000Z");
}

TEST_CASE("contact windows: a window that cannot be understood is not there") {
    for (const auto* times :
         {R"({"times": []})",
          R"({"times": "monday_morning"})",
          R"({"times": ["monday_nonsense", "monday_unreadable", "monday_unknown", "monday", 7]})",
          R"({"times": null})"}) {
        CAPTURE(times);
        CHECK(next(times, "2026-11-02T00:00:00Z") == "never");
    }
}

TEST_CASE("safe moments: only by the way that was chosen for messages, and only now") {
    const auto moment = [](std::string_view text, std::string_view way, std::string_view now) {
        const auto found = safe_moment(plan(text), way, kRules, at(now));
        return found ? to_rfc3339(found->at()) : "none";
    };
    constexpr std::string_view kMail =
        R"({"by_email": true, "by_text": true, "message": "email", "times": ["tuesday_morning"]})";
    constexpr std::string_view kInside = "2026-11-03T10:00:00Z";

    CHECK(moment(kMail, "email", kInside) == "2026-11-03T10:00:00.000Z");
    CHECK(moment(kMail, "text", kInside) == "none");
    CHECK(moment(kMail, "email", "2026-11-03T12:00:00Z") == "none");
    CHECK(moment(R"({"by_email": true, "any_time": true})", "email", kInside) == "none");
    CHECK(moment(R"({"message": "email", "any_time": true})", "email", kInside) == "none");
    CHECK(
        moment(R"({"by_email": false, "message": "email", "any_time": true})", "email", kInside) ==
        "none"
    );
}
