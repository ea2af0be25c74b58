// Ten thousand contact plans, each looked at from many clock positions, both changes of the clock
// among them: nothing may go out of a window, against a second reading of the rules.
#include <doctest/doctest.h>

#include <array>
#include <random>

#include "engine/core/time/contact_window.hpp"
#include "tests/support/london_zone.hpp"
#include "tests/support/people.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::london;

namespace {

constexpr int kPlans = 10'000;
constexpr int kPositions = 12;
constexpr std::array<const char*, 7> kDays{
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
struct Part {
    const char* name;
    int from, to;  // minutes of the day
};
constexpr std::array<Part, 5> kParts{
    {{"morning", 540, 720},
     {"afternoon", 720, 1020},
     {"evening", 1020, 1200},
     {"night", 30, 150},
     {"small_hours", 75, 180}}};
const json::object kWindows = json::parse(R"({
    "morning": ["09:00", "12:00"], "afternoon": ["12:00", "17:00"], "evening": ["17:00", "20:00"],
    "night": ["00:30", "02:30"], "small_hours": ["01:15", "03:00"]})")
                                  .as_object();
const Calendar kCalendar{
    .id = "test",
    .holidays = {
        std::chrono::local_days(std::chrono::year(2026) / 12 / 25),
        std::chrono::local_days(std::chrono::year(2027) / 3 / 29)}};
const ContactRules kRules{kWindows, kCalendar, london()};

struct Drawn {
    json::object plan;
    std::vector<std::pair<unsigned, Part>> times;
    bool any_time = false;
    bool words = false;
};

Drawn draw(std::mt19937& random) {
    const auto one_in = [&random](unsigned n) { return random() % n == 0; };
    Drawn drawn;
    if (one_in(4)) drawn.plan["any_time"] = drawn.any_time = true;
    if (!one_in(5)) {
        json::array times;
        for (unsigned day = 0; day < kDays.size(); ++day) {
            for (const Part& part : kParts) {
                if (!one_in(6)) continue;
                drawn.times.emplace_back(day, part);
                times.emplace_back(std::string(kDays[day]) + "_" + part.name);
            }
        }
        if (!times.empty()) drawn.plan["times"] = std::move(times);
    }
    if (one_in(12)) {
        drawn.plan["never"] = "When the school bus comes";
        drawn.words = true;
    }
    drawn.plan["by_email"] = !one_in(4);
    if (!one_in(4)) drawn.plan["message"] = one_in(3) ? "text" : "email";
    return drawn;
}

// The rules read a second time, straight off the wall clock.
bool ought_to_be_safe(const Drawn& drawn, Instant now) {
    const LocalTime local = london().to_local(now);
    const auto minute = local.since_midnight.count();
    const bool holiday = kCalendar.holidays.contains(local.day);
    const unsigned weekday = std::chrono::weekday(local.day).c_encoding();
    if (drawn.words) return false;
    if (!drawn.times.empty()) {
        for (const auto& [day, part] : drawn.times) {
            if (day == weekday && !holiday && minute >= part.from && minute < part.to) return true;
        }
        return false;
    }
    if (drawn.any_time) return true;
    return weekday >= 1 && weekday <= 5 && !holiday && minute >= 540 && minute < 1020;
}

// Anywhere in two years, and often close to where the clock changes or a window's edge lies.
Instant position(std::mt19937& random) {
    static const std::array<Instant, 5> kEdges{
        at("2026-10-25T01:00:00Z"),
        at("2027-03-28T01:00:00Z"),
        at("2026-12-25T00:00:00Z"),
        at("2026-11-24T09:00:00Z"),
        at("2027-03-29T08:00:00Z")};
    if (random() % 2 == 0) {
        const auto off = static_cast<int>(random() % 240) - 120;
        return kEdges[random() % kEdges.size()] + std::chrono::minutes(off) +
               std::chrono::milliseconds(random() % 3 == 0 ? 0 : random() % 60'000);
    }
    return at("2026-06-01T00:00:00Z") + std::chrono::minutes(random() % (2 * 365 * 24 * 60));
}

}  // namespace

TEST_CASE("contact windows: ten thousand plans, and no moment outside one") {
    std::mt19937 random(20261122);
    int safe = 0;
    int moments = 0;
    for (int n = 0; n < kPlans; ++n) {
        const Drawn drawn = draw(random);
        for (int i = 0; i < kPositions; ++i) {
            const Instant now = position(random);
            const bool ought = ought_to_be_safe(drawn, now);
            safe += ought ? 1 : 0;
            if (is_safe_now(drawn.plan, kRules, now) != ought) {
                FAIL(json::serialize(drawn.plan) << " at " << to_rfc3339(now));
            }
            const auto moment = safe_moment(drawn.plan, "email", kRules, now);
            moments += moment ? 1 : 0;
            const auto* message = drawn.plan.if_contains("message");
            const bool chosen = message != nullptr && *message == json::value("email") &&
                                drawn.plan.at("by_email").as_bool();
            if (moment.has_value() != (ought && chosen)) {
                FAIL("a message of " << json::serialize(drawn.plan) << " at " << to_rfc3339(now));
            }
        }
    }
    // Neither answer is the only one.
    CHECK(safe > kPlans);
    CHECK(safe < kPlans * kPositions / 2);
    CHECK(moments > kPlans / 4);
}

// A window that would begin in the hour that is left out may open late.
bool is_after_the_gap(Instant instant) {
    return instant >= at("2027-03-28T01:00:00Z") && instant < at("2027-03-28T02:00:00Z");
}

TEST_CASE("contact windows: the next safe moment is safe, and none lies before it") {
    std::mt19937 random(7);
    int found = 0;
    for (int n = 0; n < kPlans / 10; ++n) {
        const Drawn drawn = draw(random);
        const Instant from = position(random);
        const auto next = next_safe(drawn.plan, kRules, from);
        const Instant end = next ? *next : from + std::chrono::days(8);
        if (next && !ought_to_be_safe(drawn, *next)) {
            FAIL(json::serialize(drawn.plan) << " from " << to_rfc3339(from));
        }
        found += next ? 1 : 0;
        for (Instant minute = from; minute < end; minute += std::chrono::minutes(5)) {
            if (!is_after_the_gap(minute) && ought_to_be_safe(drawn, minute)) {
                FAIL(
                    json::serialize(drawn.plan)
                    << " from " << to_rfc3339(from) << " at " << to_rfc3339(minute)
                );
            }
        }
    }
    CHECK(found > kPlans / 20);
}
