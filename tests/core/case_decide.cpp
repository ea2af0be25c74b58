// Who may take which step, in which order the reasons against it are told, and what is remembered.
#include <doctest/doctest.h>

#include "engine/core/cases/decide.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::a_case;
using clarion::test::at;
using clarion::test::describe;
using clarion::test::small_process;

namespace {

const Instant kMonday = at("2026-11-02T11:00:00Z");

Command by(
    const std::string& name,
    const std::string& role,
    const std::string& action,
    json::object form = {}
) {
    return {
        .action = action,
        .timer = {},
        .form = std::move(form),
        .principal = clarion::test::person(name, {role}, kMonday),
        .origin = Origin::person};
}

Command by_system(const std::string& action) {
    return {
        .action = action,
        .timer = {},
        .form = {},
        .principal = system_principal(),
        .origin = Origin::system};
}

Command approve_by(const std::string& name) {
    return by(name, "decision_maker", "approve", {{"yes", true}, {"code", "disclosed_a"}});
}

CaseSnapshot after(const CaseSnapshot& before, const Command& command) {
    auto decision = decide(small_process(), before, command, kMonday);
    REQUIRE_MESSAGE(decision.has_value(), describe(decision));
    return std::move(decision->after);
}

std::string try_it(const CaseSnapshot& before, const Command& command, Instant now = kMonday) {
    return describe(decide(small_process(), before, command, now));
}

}  // namespace

TEST_CASE("decide: what the workflow does not know is unknown, whoever asks") {
    const CaseSnapshot before = a_case(small_process()).in("process.review.deciding");

    for (const std::string name :
         {"no_such_action",
          "*",
          "approve.*",
          "xstate.done.state.small.process",
          "spun",
          "timer",
          "request_received",
          "late_answer",
          ""}) {
        CAPTURE(name);
        CHECK(
            try_it(before, by("ann", "decision_maker", name)) == "refused unknown_action: " + name
        );
    }
    CHECK(try_it(before, by_system("approve")) == "refused unknown_action: approve");
    CHECK(
        try_it(before, by_system("xstate.anything")) == "refused unknown_action: xstate.anything"
    );
}

TEST_CASE("decide: an action that no active state has is told before the role") {
    const CaseSnapshot before = a_case(small_process()).in("process.received");

    CHECK(
        try_it(before, by("ann", "auditor", "research")) == "refused action_not_available: research"
    );
}

TEST_CASE("decide: the role is told before the second person, and that before the sign-in") {
    const CaseSnapshot before =
        a_case(small_process()).in("process.review.deciding").taken("research", "ann");
    Command command = approve_by("ann");

    command.principal.roles = {"researcher"};
    CHECK(try_it(before, command) == "refused role_not_allowed: approve");

    command.principal.roles = {"decision_maker"};
    command.principal.authenticated_at = kMonday - kFreshSignInMax - std::chrono::milliseconds(1);
    CHECK(try_it(before, command) == "refused second_person_required: research");

    command.principal.person = PersonId{"bob"};
    CHECK(try_it(before, command) == "refused sign_in_too_old: approve");

    command.principal.authenticated_at = kMonday - kFreshSignInMax;
    CHECK(try_it(before, command).starts_with("accepted approve"));
}

TEST_CASE("decide: second person and sign-in are told before a guard that does not hold") {
    const CaseSnapshot before =
        a_case(small_process()).in("process.review.deciding").taken("research", "ann");

    CHECK(
        try_it(before, by("bob", "decision_maker", "approve", {{"yes", "perhaps"}})) ==
        "refused guard_failed: approve"
    );
    // The way back asks for no second person, so this person could take it, were the guard to hold.
    CHECK(
        try_it(before, by("ann", "decision_maker", "approve", {{"yes", "perhaps"}})) ==
        "refused guard_failed: approve"
    );
    CHECK(
        try_it(before, by("bob", "decision_maker", "only_with_plan")) ==
        "refused guard_failed: only_with_plan"
    );
}

TEST_CASE("decide: the person who did the research cannot approve, under any account") {
    CaseSnapshot before = a_case(small_process()).in("process.review.checking");
    before = after(before, by("ann", "researcher", "research"));
    before = after(before, by("cal", "coordinator", "go_on"));

    CHECK(try_it(before, approve_by("ann")) == "refused second_person_required: research");
    Command alias = approve_by("ann");
    alias.principal.issuer = "https://another.example";
    alias.principal.subject = "ann-2";
    CHECK(try_it(before, alias) == "refused second_person_required: research");
    CHECK(try_it(before, approve_by("bob")).starts_with("accepted approve"));
}

TEST_CASE("decide: every region that takes the step is asked") {
    const CaseSnapshot before = a_case(small_process()).in("process.review.deciding");
    Command command = approve_by("bob");
    command.form["tell"] = true;

    CHECK(try_it(before, command) == "refused role_not_allowed: approve");

    command.principal.roles.push_back("supervisor");
    CHECK(
        try_it(before, command) ==
        "accepted approve -small.contact.allowed -small.clock.on_time "
        "-small.process.review.deciding -small.process.review +small.process.closed "
        "+small.clock.stopped +small.contact.told"
    );
}

TEST_CASE("decide: nobody takes a step that another region would take without roles") {
    const CaseSnapshot before = a_case(small_process()).in("process.review.asking");

    CHECK(
        try_it(before, by("cal", "coordinator", "go_on", {{"quietly", true}})) ==
        "refused role_not_allowed: go_on"
    );
    CHECK(try_it(before, by("cal", "coordinator", "go_on")).starts_with("accepted go_on"));
}

TEST_CASE("decide: a new round forgets who took part, and remembers who began it") {
    const CaseSnapshot before =
        a_case(small_process()).in("process.review.deciding").taken("research", "ann");

    SUBCASE("when the stage that begins it is left and entered again in one step") {
        const CaseSnapshot again = after(before, by("rae", "researcher", "again"));
        CHECK_FALSE(again.taken_by.contains("research"));
        CHECK(again.taken_by.at("again") == std::vector{PersonId{"rae"}});
    }
    SUBCASE("not when the step stays inside the stage") {
        const CaseSnapshot back =
            after(before, by("bob", "decision_maker", "approve", {{"yes", false}}));
        CHECK(back.taken_by.at("research") == std::vector{PersonId{"ann"}});
    }
    SUBCASE("not when an interruption returns to where the case was") {
        CaseSnapshot resumed = after(before, by("ola", "officer", "interrupt"));
        resumed = after(resumed, by("ola", "officer", "resume"));
        CHECK(try_it(resumed, approve_by("ann")) == "refused second_person_required: research");
    }
}

TEST_CASE("decide: the program may take what no person may, and nothing else") {
    const CaseSnapshot before = a_case(small_process()).in("process.review.deciding");

    const auto told = decide(small_process(), before, by_system("late_answer"), kMonday);

    REQUIRE(told.has_value());
    CHECK(told->event.actor.is_null());
    CHECK(told->after.taken_by.empty());
    CHECK(
        try_it(before, by("ann", "researcher", "late_answer")) ==
        "refused unknown_action: late_answer"
    );
}

TEST_CASE("decide: a step that would not come to rest is refused, after all that concerns people") {
    const CaseSnapshot before = a_case(small_process()).in("process.review.deciding");

    CHECK(try_it(before, by("ola", "officer", "spin")) == "refused step_unbounded: spin");
    CHECK(try_it(before, by("ann", "researcher", "spin")) == "refused role_not_allowed: spin");
}

TEST_CASE("decide: an accepted step says who, what, when, and what is to be done") {
    const CaseSnapshot before = a_case(small_process()).in("process.review.checking");

    const auto decision = decide(
        small_process(), before, by("ann", "researcher", "research", {{"found", 2}}), kMonday
    );

    REQUIRE(decision.has_value());
    CHECK(decision->event.sequence == before.version + 1);
    CHECK(decision->event.title == "Record the research");
    CHECK(
        json::serialize(decision->event.actor) ==
        R"({"person":"ann","name":"ann","roles":["researcher"],"agency":""})"
    );
    CHECK(
        json::serialize(*decision->after.machine.context.if_contains("research")) ==
        R"({"found":2,"by":{"person":"ann","name":"ann","roles":["researcher"],"agency":""},)"
        R"("at":"2026-11-02T11:00:00.000Z"})"
    );
    REQUIRE(decision->effects.size() == 1);
    CHECK(decision->effects[0].name == "tell");
    CHECK(decision->effects[0].index == 0);
}

TEST_CASE("timers: the program fires one when it is due, and only then") {
    CaseSnapshot before = a_case(small_process());
    REQUIRE(before.machine.timers.size() == 1);
    Command command = by_system("");
    command.timer = before.machine.timers[0].id;
    const Instant due = at("2026-11-17T00:00:00Z");

    CHECK(before.machine.timers[0].due == due);
    CHECK(
        try_it(before, command, due - std::chrono::milliseconds(1)) ==
        "refused action_not_available: " + command.timer
    );
    CHECK(
        try_it(before, command, due) ==
        "accepted timer -small.clock.on_time +small.clock.warned !warn"
    );
    command.origin = Origin::person;
    CHECK(try_it(before, command, due) == "refused unknown_action: ");
    command.origin = Origin::system;
    command.timer = "no such timer";
    CHECK(try_it(before, command, due) == "refused action_not_available: no such timer");
}

TEST_CASE("open_case: the request, its channel and language are kept, by an applicant without name"
) {
    const Command request{
        .action = {},
        .timer = {},
        .form = {{"reason", "worried"}},
        .principal = public_applicant(),
        .origin = Origin::person};

    const auto opened = open_case(small_process(), clarion::test::new_case(), request, kMonday);

    REQUIRE(opened.has_value());
    const json::object context = opened->after.machine.context.as_object();
    CHECK(json::serialize(context.at("request")) == R"({"reason":"worried"})");
    CHECK(context.at("received_at").as_string() == "2026-11-02T11:00:00.000Z");
    CHECK(context.at("channel").as_string() == "online");
    CHECK(context.at("language").as_string() == "en");
    CHECK(opened->event.type == "request_received");
    CHECK(opened->after.version == 1);
    CHECK(opened->after.taken_by.empty());
}
