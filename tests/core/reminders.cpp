// A limit that passed is told again until the state is left: none is said once and then forgotten.
#include <doctest/doctest.h>

#include "tests/support/case_walk.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::at;
using std::chrono::hours;

namespace {

constexpr std::string_view kChecking = "/definition/states/process/states/review/states/checking";

json::object watched_bundle() {
    json::value bundle = clarion::test::small_bundle();
    bundle.at("profile").as_object()["reminders"] =
        json::object{{"patient", json::array{"hour", "half_day"}}};
    bundle.at_pointer("/profile/limits").as_object()["half_day"] = {
        {"value", 12}, {"unit", "hours"}, {"from", "now"}, {"title", "Half a day"}};
    json::object watch{
        {"actions", json::array{"warn"}},
        {"meta", {{"title", "The check is late"}, {"reminders", "patient"}}}};
    bundle.at_pointer(kChecking).as_object()["after"] = json::object{{"answers", std::move(watch)}};
    return bundle.as_object();
}

const Process& watched_process() {
    static const Process process = [] {
        auto compiled =
            compile_process(watched_bundle(), BundleHash{"watched"}, clarion::test::london());
        REQUIRE(compiled.has_value());
        return std::move(compiled).value();
    }();
    return process;
}

class Walk : public clarion::test::CaseWalk {
public:
    Walk() : CaseWalk(watched_process(), at("2026-11-02T11:00:00Z")) {
        act("ivy", "intake_officer", "start");
    }

    std::size_t fire() { return CaseWalk::fire(kWatch); }
    [[nodiscard]] const statechart::Timer* watch() const { return timer(kWatch); }

private:
    static constexpr std::string_view kWatch = "review.checking";
};

}  // namespace

TEST_CASE("reminders: a passed limit is told again at each step of its ladder, then no more") {
    Walk walk;
    CHECK(to_rfc3339(walk.watch()->due) == "2026-11-05T00:00:00.000Z");

    CHECK(walk.fire() == 1);
    CHECK(walk.watch()->due == walk.now + hours(1));
    CHECK(walk.watch()->event.data.at("reminder").to_number<int>() == 1);

    CHECK(walk.fire() == 1);
    CHECK(walk.watch()->due == walk.now + hours(12));
    CHECK(walk.watch()->event.data.at("reminder").to_number<int>() == 2);

    CHECK(walk.fire() == 1);
    CHECK(walk.watch() == nullptr);
}

TEST_CASE("reminders: end when the state is left, and count anew when it is entered again") {
    Walk walk;
    CHECK(walk.fire() == 1);
    walk.act("ann", "researcher", "research");
    CHECK(walk.watch() == nullptr);

    walk.act("cal", "coordinator", "go_on");
    walk.act("dan", "decision_maker", "approve", {{"yes", false}});

    REQUIRE(walk.watch() != nullptr);
    CHECK(to_rfc3339(walk.watch()->due) == "2026-11-10T00:00:00.000Z");
    CHECK(walk.watch()->event.data.empty());
}

TEST_CASE("reminders: a ladder or a step that the profile lacks is refused with its place") {
    const auto problems_with = [](std::string_view pointer, const json::value& value) {
        json::value bundle = watched_bundle();
        bundle.at_pointer(pointer) = value;
        const auto compiled =
            compile_process(bundle.as_object(), BundleHash{"bad"}, clarion::test::london());
        return compiled ? std::string("compiled") : compiled.error().front().pointer;
    };

    CHECK(problems_with("/profile/reminders/patient/1", "never") == "/profile/reminders/patient");
    CHECK(problems_with("/profile/reminders/patient", "hour") == "/profile/reminders/patient");
    CHECK(
        problems_with(std::string(kChecking) + "/after/answers/meta/reminders", "other") ==
        std::string(kChecking) + "/after/answers/meta/reminders"
    );
}
