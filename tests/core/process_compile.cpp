// A bundle is compiled whole, or refused with every reason and its place.
#include <doctest/doctest.h>

#include <functional>

#include "engine/core/cases/process.hpp"
#include "tests/support/small_process.hpp"

using namespace clarion::core;
using clarion::test::small_bundle;
using clarion::test::small_process;

namespace {

// Every problem of the small bundle after one change, as `pointer: reason`.
std::string problems_after(
    std::string_view pointer, const std::function<void(json::value&)>& change
) {
    json::value bundle = small_bundle();
    boost::system::error_code nowhere;
    change(*bundle.find_pointer(pointer, nowhere));
    const auto compiled =
        compile_process(bundle.as_object(), BundleHash{"changed"}, clarion::test::london());
    if (compiled) return "compiled";
    std::string all;
    for (const auto& problem : compiled.error()) {
        all += problem.pointer + ": " + problem.reason + "\n";
    }
    return all;
}

constexpr std::string_view kDeciding = "/definition/states/process/states/review/states/deciding";
constexpr std::string_view kResearch =
    "/definition/states/process/states/review/states/checking/on/research";

}  // namespace

TEST_CASE("compile: actions are named events with roles, and nothing else is") {
    std::string names;
    for (const auto& [name, action] : small_process().actions)
        names += name + " ";
    CHECK(names == "again approve go_on hold interrupt only_with_plan research resume spin start ");
    const ActionRule& approve = small_process().actions.at("approve");
    CHECK(approve.title == "Approve");
    CHECK(approve.form == "choice");
    CHECK(approve.audit == AuditKind::alteration);
    CHECK(approve.roles == std::set<std::string>{"decision_maker", "supervisor"});
    CHECK(small_process().actions.at("research").audit == AuditKind::combination);
}

TEST_CASE("compile: limits and holidays are read from profile and calendar") {
    const Limit& limit = small_process().limits.at("answers");
    CHECK(limit.value == 2);
    CHECK(limit.unit == LimitUnit::working_days);
    CHECK(limit.from == "now");
    CHECK(small_process().calendar.holidays.size() == 2);
}

TEST_CASE("compile: what a workflow gets wrong is told with its place") {
    const auto at_research = [](const char* key, json::value value) {
        return problems_after(kResearch, [&](json::value& transition) {
            transition.at("meta").as_object()[key] = value;
        });
    };
    const std::string meta = std::string(kResearch) + "/meta";

    CHECK(
        at_research("roles", {"reseacher"}) ==
        meta + "/roles: roles names a role that does not exist: reseacher\n"
    );
    CHECK(at_research("form", "missing") == meta + "/form: the bundle has no form missing\n");
    CHECK(
        at_research("differs_from", {"reserch"}) ==
        meta + "/differs_from: no action is called reserch\n"
    );
    CHECK(
        at_research("audit", "peeking") ==
        meta + "/audit: audit must be one of the six kinds of processing\n"
    );
    CHECK(
        at_research("fresh_sign_in", "yes") ==
        meta + "/fresh_sign_in: fresh_sign_in must be true or false\n"
    );
    CHECK(at_research("title", 7).starts_with(meta + "/title: title must be text\n"));
}

TEST_CASE("compile: all transitions of one action must be alike for people") {
    CHECK(
        problems_after(
            std::string(kDeciding) + "/on/approve/1/meta",
            [](json::value& meta) { meta.as_object()["form"] = "any"; }
        ) == std::string(kDeciding) +
                 "/on/approve/1/meta: all transitions of approve need one title, form, audit kind, "
                 "papers, shows and only_last\n"
    );
}

TEST_CASE("compile: a workflow cannot send itself what only people may do") {
    const std::string sent = problems_after(
        std::string(kDeciding) + "/on/spun/actions/0/params/event",
        [](json::value& event) { event.as_object()["type"] = "approve"; }
    );
    CHECK(
        sent == std::string(kDeciding) +
                    "/on/spun/actions/0: approve is an action of people: send an event of another "
                    "name\n"
    );
}

TEST_CASE("compile: no context takes the place of the profile") {
    const std::string kept = problems_after("/definition/context", [](json::value& context) {
        context.as_object()["profile"] = "mine";
    });
    CHECK(
        kept ==
        "/definition/context/profile: expressions keep the names event, actor, now, context "
        "and profile for themselves\n"
    );
}

TEST_CASE("compile: two-person rules without roles are a mistake, not a rule") {
    CHECK(problems_after(kResearch, [](json::value& transition) {
              json::object& meta = transition.at("meta").as_object();
              meta.erase("roles");
              meta["differs_from"] = {"approve"};
          }).find("no person can act") != std::string::npos);
}

TEST_CASE("compile: limits, calendar and delays are refused when they make no sense") {
    const auto set = [](const char* key, json::value value) {
        return [key, value](json::value& place) { place.as_object()[key] = value; };
    };
    CHECK(
        problems_after("/profile/limits/case", set("unit", "fortnights")) ==
        "/profile/limits/case/unit: unit must be minutes, hours, calendar_days or working_days\n"
    );
    CHECK(
        problems_after("/profile/limits/case", set("value", -1)) ==
        "/profile/limits/case/value: value must be a whole number from 0 to 10000\n"
    );
    CHECK(problems_after("/calendar/holidays", [](json::value& days) {
              days.as_array()[0] = "soon";
          }) == "/calendar/holidays/0: holidays/0 must be a date like 2026-12-25\n");
    CHECK(
        problems_after(
            "/profile/limits", [](json::value& limits) { limits.as_object().erase("half"); }
        ) == "/definition/states/clock/states/on_time/after/half: the profile has no limit half\n"
    );
    CHECK(
        problems_after(
            "/profile/limits", [](json::value& limits) { limits.as_object().erase("hour"); }
        ) ==
        "/definition/states/process/states/received/meta/task/due: the profile has no limit hour\n"
    );
}

TEST_CASE("compile: an empty bundle lacks everything, and says so") {
    const auto compiled = compile_process({}, BundleHash{"empty"}, clarion::test::london());
    REQUIRE_FALSE(compiled.has_value());
    CHECK(compiled.error().size() >= 5);
}
