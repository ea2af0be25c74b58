// A limit that passed is told again until the state is left: none is said once and then forgotten.
#include <doctest/doctest.h>

#include "engine/core/cases/decide.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::new_case;
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

class Walk {
public:
    Walk() {
        keep(open_case(
            watched_process(),
            new_case(),
            {.action = {},
             .timer = {},
             .form = {{"n", 1}},
             .principal = public_applicant(),
             .origin = Origin::person},
            now
        ));
        act("ivy", "intake_officer", "start");
    }

    void act(
        const std::string& name,
        const std::string& role,
        const std::string& action,
        json::object form = {}
    ) {
        const Command command{
            .action = action,
            .timer = {},
            .form = std::move(form),
            .principal = clarion::test::person(name, {role}, now),
            .origin = Origin::person};
        keep(decide(watched_process(), snapshot, command, now));
    }

    // Fires the next timer of the watch when it is due; how many times it told by that.
    std::size_t fire() {
        const auto* timer = watch();
        REQUIRE(timer != nullptr);
        now = timer->due;
        const Command command{
            .action = {},
            .timer = timer->id,
            .form = {},
            .principal = system_principal(),
            .origin = Origin::system};
        return keep(decide(watched_process(), snapshot, command, now));
    }

    [[nodiscard]] const statechart::Timer* watch() const {
        for (const auto& timer : snapshot.machine.timers) {
            if (timer.id.ends_with("review.checking")) return &timer;
        }
        return nullptr;
    }

    Instant now = at("2026-11-02T11:00:00Z");
    CaseSnapshot snapshot;

private:
    std::size_t keep(Decision decision) {
        REQUIRE_MESSAGE(decision.has_value(), clarion::test::describe(decision));
        const auto stored = read_event(serialise(decision->event));
        REQUIRE(stored.has_value());
        events_.push_back(*stored);
        snapshot = std::move(decision->after);
        CHECK(
            serialise(watched_process(), replay(watched_process(), new_case(), events_)) ==
            serialise(watched_process(), snapshot)
        );
        return decision->effects.size();
    }

    std::vector<CaseEvent> events_;
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
