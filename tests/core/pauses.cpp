// Where a place's law lets a hold stop the clock, a case is due later by the days it was held: no
// limit passes early, none is told late, and where the law says nothing of it no hold helps.
#include <doctest/doctest.h>

#include "engine/core/cases/pauses.hpp"
#include "engine/core/cases/projection.hpp"
#include "tests/support/case_walk.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::CaseWalk;
using std::chrono::days;

namespace {

constexpr std::string_view kHalf = "clock.on_time";
constexpr std::string_view kWhole = "clock.warned";

Process process_with(bool pause_allowed) {
    json::value bundle = clarion::test::small_bundle();
    bundle.at("profile").as_object()["pause_allowed"] = pause_allowed;
    bundle.at_pointer("/definition/states/contact/states/allowed/on").as_object()["lift"] = {
        {"actions",
         json::array{{{"type", "record"}, {"params", {{"as", "hold_ends"}, {"append", true}}}}}},
        {"meta", {{"title", "Lift"}, {"roles", json::array{"officer"}}, {"form", "any"}}}};
    auto compiled =
        compile_process(bundle.as_object(), BundleHash{"paused"}, clarion::test::london());
    REQUIRE(compiled.has_value());
    return std::move(compiled).value();
}

const Process& pausing() {
    static const Process process = process_with(true);
    return process;
}

std::string due(const CaseWalk& walk, std::string_view timer) {
    const auto* armed = walk.timer(timer);
    return armed == nullptr ? std::string("not armed") : to_rfc3339(armed->due);
}

std::string whole_due(const CaseWalk& walk) {
    return to_rfc3339(*clock_of(pausing(), walk.snapshot, walk.now).due_at);
}

}  // namespace

TEST_CASE("pauses: limits of the whole case are put off by the days under a hold") {
    CaseWalk walk(pausing(), at("2026-11-02T11:00:00Z"));
    CHECK(due(walk, kHalf) == "2026-11-17T00:00:00.000Z");
    walk.now += days(4);
    walk.act("olu", "officer", "hold");
    walk.now += days(5);
    CHECK(whole_due(walk) == "2026-12-06T00:00:00.000Z");  // 28 days and 5
    walk.act("olu", "officer", "lift");
    CHECK(to_rfc3339(*project(pausing(), walk.snapshot).due_at) == "2026-12-06T00:00:00.000Z");

    CHECK(walk.fire(kHalf) == 0);  // it tells nobody
    CHECK(walk.events.back().title == "A limit is later, for the days under a hold");
    CHECK(walk.events.back().entered.empty());
    CHECK(due(walk, kHalf) == "2026-11-22T00:00:00.000Z");

    CHECK(walk.fire(kHalf) == 1);
    CHECK(due(walk, kWhole) == "2026-12-06T00:00:00.000Z");  // armed with the days in it
    CHECK(clock_of(pausing(), walk.snapshot, walk.now).days_held == 5);
    CHECK(clock_of(pausing(), walk.snapshot, walk.now).day == 20);
    CHECK(clock_of(pausing(), walk.snapshot, walk.now).days_total == 33);
}

TEST_CASE("pauses: a hold that lasts is asked again and again, and ends the case's time in the end"
) {
    CaseWalk walk(pausing(), at("2026-11-02T11:00:00Z"));
    walk.act("olu", "officer", "hold");
    int times = 0;
    for (; times < 5; ++times)
        CHECK(walk.fire(kHalf) == 0);
    CHECK(walk.timer(kHalf)->due > walk.now);
    walk.act("olu", "officer", "lift");
    const int held = days_under_hold(pausing(), walk.snapshot.machine.context, walk.now);
    CHECK(held > 28);

    while (walk.timer(kHalf) != nullptr)
        (void)walk.fire(kHalf);
    CHECK(walk.now == at("2026-11-17T00:00:00Z") + days(held));
    (void)walk.fire(kWhole);
    CHECK(walk.now == at("2026-12-01T00:00:00Z") + days(held));
    CHECK(clock_of(pausing(), walk.snapshot, walk.now).state == "overdue");
}

TEST_CASE("pauses: without the law's leave a hold puts nothing off") {
    const Process strict = process_with(false);
    CaseWalk walk(strict, at("2026-11-02T11:00:00Z"));
    walk.act("olu", "officer", "hold");

    CHECK(walk.fire(kHalf) == 1);
    CHECK(walk.now == at("2026-11-17T00:00:00Z"));
    CHECK(due(walk, kWhole) == "2026-12-01T00:00:00.000Z");
}

TEST_CASE("pauses: days that the clocks change in are days") {
    CaseWalk walk(pausing(), at("2027-03-20T11:00:00Z"));
    walk.act("olu", "officer", "hold");
    walk.now = at("2027-03-29T22:59:00Z");  // an hour was lost on the 28th
    walk.act("olu", "officer", "lift");

    CHECK(whole_due(walk) == "2027-04-26T23:00:00.000Z");  // 28 and 9 days, to the local midnight
}
