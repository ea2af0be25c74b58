// The forecast of a case: what its stages usually take, one after the other.
#include <doctest/doctest.h>

#include "engine/core/cases/forecast.hpp"
#include "engine/core/cases/projection.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::a_case;
using clarion::test::at;
using clarion::test::london;
using clarion::test::small_bundle;

namespace {

// The small workflow, whose road is received (2 hours), checking (3 working days), deciding (1).
Process with_usual_times() {
    json::object bundle = small_bundle();
    bundle["id"] = "test.small";
    bundle["profile"].as_object()["forecast"] = json::parse(R"({"usual": {"small": {
        "deciding": {"value": 1, "unit": "working_days"},
        "checking": {"value": 3, "unit": "working_days"},
        "received": {"value": 2, "unit": "hours"}}}})");
    auto compiled = compile_process(bundle, BundleHash{"small"}, london());
    REQUIRE(compiled);
    return std::move(compiled).value();
}

const Instant kMonday = at("2026-11-02T10:00:00Z");

std::string forecast(const CaseSnapshot& snapshot, const Process& process, std::string_view now) {
    const auto when = clock_of(process, snapshot, at(now)).forecast;
    return when ? to_rfc3339(*when) : "none";
}

}  // namespace

TEST_CASE("forecast: the stages that are left follow in the order of the definition") {
    const Process process = with_usual_times();
    const CaseSnapshot received = a_case(process, kMonday);

    // Two hours, then until the end of Thursday, then until the end of Friday.
    CHECK(forecast(received, process, "2026-11-02T10:30:00Z") == "2026-11-07T00:00:00.000Z");
    const CaseSnapshot deciding = a_case(process, kMonday).in("process.review.deciding");
    CHECK(forecast(deciding, process, "2026-11-02T10:30:00Z") == "2026-11-04T00:00:00.000Z");
}

TEST_CASE("forecast: a stage that takes longer than usual ends now at the soonest") {
    const Process process = with_usual_times();
    const CaseSnapshot received = a_case(process, kMonday);

    CHECK(forecast(received, process, "2026-11-05T10:00:00Z") == "2026-11-12T00:00:00.000Z");
}

TEST_CASE("forecast: none beside the road, after it, and where the profile has no usual times") {
    const Process process = with_usual_times();
    const auto none = [&](std::string_view place) {
        return forecast(a_case(process, kMonday).in(place), process, "2026-11-03T10:00:00Z");
    };

    CHECK(none("process.emergency") == "none");
    CHECK(none("process.closed") == "none");
    const Process& bare = clarion::test::small_process();
    CHECK(forecast(a_case(bare, kMonday), bare, "2026-11-03T10:00:00Z") == "none");
}

TEST_CASE("forecast: a stage that the route has not is refused with its place") {
    json::object bundle = small_bundle();
    bundle["id"] = "test.small";
    bundle["profile"].as_object()["forecast"] =
        json::parse(R"({"usual": {"small": {"resting": {"value": 1, "unit": "hours"}}}})");

    const auto compiled = compile_process(bundle, BundleHash{"small"}, london());

    REQUIRE_FALSE(compiled);
    REQUIRE(compiled.error().size() == 1);
    CHECK(compiled.error()[0].pointer == "/profile/forecast/usual/small/resting");
}
