// What lists, clocks, work queues and menus say of a case.
#include <doctest/doctest.h>

#include <algorithm>

#include "engine/core/cases/projection.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::a_case;
using clarion::test::at;
using clarion::test::person;
using clarion::test::small_process;

namespace {

const Instant kReceived = at("2026-11-02T10:00:00Z");

std::string describe_tasks(const CaseSnapshot& snapshot) {
    std::string text;
    for (const TaskView& task : project(small_process(), snapshot).tasks) {
        text += task.state + "/" + task.each + " " + task.title + " for " + task.roles.at(0) +
                " in " + task.queue + " by " + (task.due ? to_rfc3339(*task.due) : "whenever") +
                "\n";
    }
    return text;
}

json::value forum(std::string_view answers) {
    return json::parse(
        R"({"agencies": ["probation", "health", "health"], "answers": )" + std::string(answers) +
        "}"
    );
}

std::string describe_action(const CaseSnapshot& snapshot, const Principal& who, const char* name) {
    for (const ActionView& view : actions_for(small_process(), snapshot, who, kReceived)) {
        if (view.name != name) continue;
        CHECK(view.allowed == !view.why_not.has_value());
        return clarion::test::describe(view.why_not);
    }
    return "not listed";
}

}  // namespace

TEST_CASE("project: a new case waits in the first queue, and is due as a whole") {
    const Projection projection = project(small_process(), a_case(small_process(), kReceived));

    CHECK(
        projection.states ==
        std::vector<std::string>{
            "small.clock.on_time", "small.contact.allowed", "small.process.received"}
    );
    CHECK(projection.queue == "intake");
    CHECK(projection.outcome.empty());
    CHECK(projection.priority == 1);
    CHECK_FALSE(projection.closed);
    REQUIRE(projection.due_at.has_value());
    CHECK(to_rfc3339(*projection.due_at) == "2026-12-01T00:00:00.000Z");
}

TEST_CASE("project: the innermost queue counts, and the highest priority") {
    const Projection checking =
        project(small_process(), a_case(small_process()).in("process.review.checking"));
    CHECK(checking.queue == "research");

    const Projection asking = project(
        small_process(),
        a_case(small_process()).in("process.review.asking").with("forum", forum("[]"))
    );
    CHECK(asking.queue == "agencies");
    CHECK(asking.priority == 2);
}

TEST_CASE("project: a closed case waits nowhere, and has its outcome") {
    const Projection projection = project(
        small_process(),
        a_case(small_process()).in("process.closed").with("outcome", {{"code", "disclosed_a"}})
    );

    CHECK(projection.closed);
    CHECK(projection.queue.empty());
    CHECK(projection.tasks.empty());
    CHECK(projection.outcome == "disclosed_a");
}

TEST_CASE("project: a task's limit counts from when its state was entered") {
    CHECK(
        describe_tasks(a_case(small_process(), kReceived)) ==
        "small.process.received/ Received for intake_officer in intake by "
        "2026-11-02T11:00:00.000Z\n"
    );
}

TEST_CASE("project: a case whose task is late is on a list of its own, the whole case late or not"
) {
    const auto is_listed = [](Instant last_event) {
        CaseSnapshot snapshot = a_case(small_process(), kReceived);
        snapshot.at = last_event;
        const auto lists = project(small_process(), snapshot).lists;
        return std::find(lists.begin(), lists.end(), kLateTasksList) != lists.end();
    };
    CHECK_FALSE(is_listed(at("2026-11-02T10:59:59.999Z")));
    CHECK(is_listed(at("2026-11-02T11:00:00Z")));
}

TEST_CASE("project: a task of one agency is there until that agency's final answer") {
    const auto tasks_with = [](std::string_view answers) {
        std::string agencies;
        const CaseSnapshot snapshot =
            a_case(small_process()).in("process.review.asking").with("forum", forum(answers));
        for (const TaskView& task : project(small_process(), snapshot).tasks) {
            agencies += task.each + " ";
        }
        return agencies;
    };
    CHECK(tasks_with("[]") == "probation health ");
    CHECK(tasks_with(R"([{"agency": "health", "answer": "nothing_held"}])") == "probation ");
    CHECK(tasks_with(R"([{"agency": "health", "answer": "more_time"}])") == "probation health ");
    CHECK(tasks_with(R"([{"agency": "health", "answer": "wrong_person"}])") == "probation health ");
    CHECK(tasks_with(R"([{"agency": "health", "answer": "more_time"},
                       {"agency": "health", "answer": "holding_information"},
                       {"agency": "probation", "answer": "cannot_share"}])") == "");
    CHECK(
        tasks_with(R"([{"agency": "housing", "answer": "nothing_held"}, 7])") == "probation health "
    );
}

TEST_CASE("actions: all that a person's roles could ever take, in the order of the document") {
    std::string names;
    const auto who = person("ann", {"officer", "researcher"}, kReceived);
    for (const ActionView& view :
         actions_for(small_process(), a_case(small_process()), who, kReceived)) {
        names += view.name + " ";
    }
    CHECK(names == "interrupt again research spin resume hold ");
}

TEST_CASE("actions: each says the first reason that stands in the way") {
    const CaseSnapshot deciding =
        a_case(small_process()).in("process.review.deciding").taken("research", "ann");
    const auto ann = person("ann", {"decision_maker", "researcher"}, kReceived);
    const auto supervisor = person("sue", {"supervisor"}, kReceived);

    CHECK(describe_action(deciding, ann, "research") == "refused action_not_available: research");
    CHECK(
        describe_action(deciding, ann, "only_with_plan") == "refused guard_failed: only_with_plan"
    );
    CHECK(
        describe_action(
            a_case(small_process()).in("process.review.deciding").with("plan", "there"),
            ann,
            "only_with_plan"
        ) == "nothing in the way"
    );
    // Which way the form will choose is not known: the way back is open to the researcher.
    CHECK(describe_action(deciding, ann, "approve") == "nothing in the way");
    CHECK(describe_action(deciding, supervisor, "approve") == "nothing in the way");
    CHECK(describe_action(deciding, supervisor, "hold") == "not listed");
}

TEST_CASE("clock: day n of 28 by local days, the days under a hold beside it") {
    const CaseSnapshot running = a_case(small_process(), kReceived);
    const ClockView first = clock_of(small_process(), running, at("2026-11-02T23:59:00Z"));
    CHECK(first.day == 0);
    CHECK(first.days_total == 28);
    CHECK(first.state == "on_time");

    const CaseSnapshot held =
        a_case(small_process(), kReceived)
            .with("holds", json::parse(R"([{"at": "2026-11-03T10:00:00.000Z"},
                                         {"at": "2026-11-09T10:00:00.000Z"}])"))
            .with("hold_ends", json::parse(R"([{"at": "2026-11-05T10:00:00.000Z"}])"));
    const ClockView ninth = clock_of(small_process(), held, at("2026-11-11T08:00:00Z"));
    CHECK(ninth.day == 9);
    CHECK(ninth.days_held == 4);
}

TEST_CASE("clock: the three stops are what the profile calls so, each when it came") {
    Process process = small_process();
    process.profile["stops"] = json::parse(R"({
        "decided_at": {"or": [{"var": "decision.at"}, {"var": "first.at"}]},
        "closed_at": {"var": "closed_at"}
    })");
    CaseSnapshot snapshot =
        a_case(process, kReceived).with("decision", {{"at", "2026-11-09T10:00:00.000Z"}});
    ClockStops stops = clock_of(process, snapshot, kReceived).stops;
    CHECK(stops.decided_at == at("2026-11-09T10:00:00Z"));
    CHECK_FALSE(stops.outcome_communicated_at.has_value());
    CHECK_FALSE(stops.closed_at.has_value());

    snapshot = a_case(process, kReceived).with("closed_at", "2026-11-12T10:00:00.000Z");
    stops = clock_of(process, snapshot, kReceived).stops;
    CHECK(stops.closed_at == at("2026-11-12T10:00:00Z"));
    CHECK_FALSE(clock_of(small_process(), snapshot, kReceived).stops.closed_at.has_value());

    std::vector<statechart::Problem> problems;
    check_stops(json::object{{"stops", {{"ended_at", {{"vra", "x"}}}}}}, "/profile", problems);
    REQUIRE(problems.size() == 2);
    CHECK(problems[0].pointer == "/profile/stops/ended_at");
    CHECK(problems[1].pointer.starts_with("/profile/stops/ended_at"));

    problems.clear();
    check_stops(
        json::object{{"stops", {{"closed_at", "2027-01-04T09:00:00Z"}}}}, "/profile", problems
    );
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].pointer == "/profile/stops/closed_at");
}

TEST_CASE("clock: warned, overdue, and stopped when the case was closed") {
    const auto state_at = [](CaseSnapshot snapshot, std::string_view now) {
        return clock_of(small_process(), snapshot, at(now)).state;
    };
    const CaseSnapshot running = a_case(small_process(), kReceived);
    CHECK(state_at(a_case(small_process()).in("clock.warned"), "2026-11-20T10:00:00Z") == "warned");
    CHECK(
        state_at(a_case(small_process()).in("clock.overdue"), "2026-12-02T10:00:00Z") == "overdue"
    );
    // Late is late, also before the timer has fired.
    CHECK(state_at(running, "2026-11-30T23:59:59Z") == "on_time");
    CHECK(state_at(running, "2026-12-01T00:00:00Z") == "overdue");

    const auto closed_at = [](const char* when) -> CaseSnapshot {
        return a_case(small_process(), kReceived)
            .in("process.closed")
            .in("clock.stopped")
            .with("clock_stopped_at", when);
    };
    const CaseSnapshot in_time = closed_at("2026-11-12T10:00:00.000Z");
    CHECK(clock_of(small_process(), in_time, at("2027-06-01T10:00:00Z")).day == 10);
    CHECK(state_at(in_time, "2027-06-01T10:00:00Z") == "on_time");
    CHECK(state_at(closed_at("2026-12-12T10:00:00.000Z"), "2027-06-01T10:00:00Z") == "overdue");
}
