// Contact outside the safe times of the plan: refused, unless the form says why it could not wait.
#include <doctest/doctest.h>

#include "engine/core/cases/decide.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/london_zone.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::describe;
using clarion::test::new_case;
using clarion::test::person;

namespace {

const Process& process() {
    static const Process compiled = [] {
        const json::object bundle{
            {"id", "test.contact"},
            {"version", "1"},
            {"definition",
             json::parse(R"({"id": "m", "initial": "open", "states": {"open": {"on": {
                "ring": {"meta": {"title": "Ring", "roles": ["officer"], "form": "note", "audit": "collection",
                    "safe_contact": {"on": "on", "time": "time", "unless": "why",
                        "way": "how", "ways": ["phone", "text"]}}},
                "plan": {"actions": [{"type": "record", "params": {"as": "contact_plan"}}],
                    "meta": {"title": "Plan", "roles": ["officer"], "form": "note", "audit": "alteration"}}}}}})"
             )},
            {"forms", {{"note", json::object()}}},
            {"calendar", {{"id", "c"}, {"holidays", {"2027-05-03"}}}},
            {"profile",
             {{"limits", json::object()},
              {"messages", {{"windows", {{"afternoon", {"12:00", "17:00"}}}}}}}},
        };
        auto made = compile_process(bundle, BundleHash{"contact"}, clarion::test::london());
        REQUIRE(made);
        return std::move(made).value();
    }();
    return compiled;
}

const Instant kMonday = at("2027-03-01T10:00:00Z");

CaseSnapshot opened_with(json::object contact) {
    Command command;
    command.form = {{"contact", std::move(contact)}};
    command.principal = public_applicant();
    command.origin = Origin::person;
    auto opened = open_case(process(), new_case(), command, kMonday);
    REQUIRE(opened);
    return std::move(opened).value().after;
}

Decision act(const CaseSnapshot& before, const std::string& action, json::object form) {
    Command command;
    command.action = action;
    command.form = std::move(form);
    command.principal = person("ola", {"officer"}, kMonday);
    command.origin = Origin::person;
    return decide(process(), before, command, kMonday);
}

const json::object kTuesdays{{"times", {"tuesday_afternoon"}}};

}  // namespace

TEST_CASE("safe contact: inside the times of the plan, to the minute") {
    const CaseSnapshot snapshot = opened_with(kTuesdays);

    CHECK(act(snapshot, "ring", {{"on", "2027-03-02"}, {"time", "12:00"}}));
    CHECK(act(snapshot, "ring", {{"on", "2027-03-02"}, {"time", "16:59"}}));
    CHECK_FALSE(act(snapshot, "ring", {{"on", "2027-03-02"}, {"time", "17:00"}}));
    CHECK_FALSE(act(snapshot, "ring", {{"on", "2027-03-03"}, {"time", "12:00"}}));
    // By the wall clock, on the day after the clocks went forward as well.
    CHECK(act(snapshot, "ring", {{"on", "2027-03-30"}, {"time", "12:00"}}));
    CHECK_FALSE(act(snapshot, "ring", {{"on", "2027-03-30"}, {"time", "11:59"}}));
}

TEST_CASE("safe contact: the refusal says when it is safe again, and which field says why it was") {
    const CaseSnapshot snapshot = opened_with(kTuesdays);

    CHECK(
        describe(act(snapshot, "ring", {{"on", "2027-03-01"}, {"time", "10:00"}})) ==
        "refused outside_safe_window: That time is outside the safe times of the contact plan; it "
        "is safe "
        "again from 2027-03-02T12:00:00.000Z. If it could not wait, `why` says why."
    );
    const auto refused = act(snapshot, "ring", {{"on", "2027-03-01"}, {"time", "10:00"}});
    REQUIRE_FALSE(refused);
    REQUIRE(refused.error().next_window);
    CHECK(to_rfc3339(refused.error().next_window->until) == "2027-03-02T17:00:00.000Z");
    CHECK(act(
        snapshot, "ring", {{"on", "2027-03-01"}, {"time", "10:00"}, {"why", "He was released."}}
    ));
    CHECK_FALSE(act(snapshot, "ring", {{"on", "2027-03-01"}, {"time", "10:00"}, {"why", ""}}));
}

TEST_CASE("safe contact: the plan in force is the last; without a word, office hours; words: none"
) {
    CaseSnapshot snapshot = opened_with(kTuesdays);
    auto planned = act(snapshot, "plan", {{"any_time", true}});
    REQUIRE(planned);
    CHECK(act(planned->after, "ring", {{"on", "2027-03-01"}, {"time", "03:10"}}));

    const CaseSnapshot silent = opened_with({});
    CHECK(act(silent, "ring", {{"on", "2027-03-01"}, {"time", "10:00"}}));
    CHECK_FALSE(act(silent, "ring", {{"on", "2027-03-06"}, {"time", "10:00"}}));
    CHECK_FALSE(act(silent, "ring", {{"on", "2027-05-03"}, {"time", "10:00"}}));

    const CaseSnapshot worded = opened_with({{"any_time", true}, {"never", "When he is in."}});
    CHECK_FALSE(act(worded, "ring", {{"on", "2027-03-01"}, {"time", "10:00"}}));
}

TEST_CASE("safe contact: by a way that they chose, where the plan has a say on it") {
    const CaseSnapshot snapshot =
        opened_with({{"times", {"tuesday_afternoon"}}, {"by_text", true}, {"by_phone", false}});
    const auto by = [&](const char* way) {
        return act(snapshot, "ring", {{"on", "2027-03-02"}, {"time", "12:00"}, {"how", way}});
    };
    CHECK(by("text"));
    CHECK(by("in_person"));
    CHECK(
        describe(by("phone")) ==
        "refused outside_safe_window: That way is none that they chose in the contact plan. If it "
        "could not wait, `why` says why."
    );
    CHECK(act(
        snapshot,
        "ring",
        {{"on", "2027-03-02"}, {"time", "12:00"}, {"how", "phone"}, {"why", "He was released."}}
    ));
}
