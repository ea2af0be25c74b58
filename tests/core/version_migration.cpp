// A case on another version: where it would part ways, and how it is moved without losing a thing.
#include <doctest/doctest.h>

#include "engine/core/versions/parting.hpp"
#include "tests/support/case_builder.hpp"
#include "tests/support/describe.hpp"
#include "tests/support/london_zone.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::new_case;
using clarion::test::person;

namespace {

constexpr std::string_view kOld = R"({"id": "m", "initial": "look", "states": {
  "look": {
    "meta": {"title": "Look", "task": {"roles": ["officer"]}},
    "after": {"long": {"target": "late", "meta": {"title": "Late"}}, "short": {"meta": {"title": "Soon late"}}},
    "on": {"go": {"target": "done", "meta": {"title": "Go", "roles": ["officer"], "form": "note"}}}},
  "late": {"on": {"go": {"target": "done", "meta": {"title": "Go", "roles": ["officer"], "form": "note"}}}},
  "done": {"on": {"back": {"target": "look", "meta": {"title": "Back", "roles": ["officer"], "form": "note"}}}}}})";

Process version(std::string_view number, std::string definition, int days_long = 20) {
    json::object bundle{
        {"id", "test.road"},
        {"version", number},
        {"definition", json::parse(definition)},
        {"forms", {{"note", json::object()}}},
        {"calendar", {{"id", "c"}, {"holidays", json::array()}}},
        {"profile",
         {{"limits",
           {{"long", {{"value", days_long}, {"unit", "calendar_days"}, {"from", "received_at"}}},
            {"short", {{"value", 2}, {"unit", "hours"}, {"from", "now"}}},
            {"new", {{"value", 3}, {"unit", "hours"}, {"from", "now"}}}}}}},
    };
    auto compiled =
        compile_process(bundle, BundleHash{std::string(number)}, clarion::test::london());
    REQUIRE(compiled);
    return std::move(compiled).value();
}

std::string replaced(std::string_view text, std::string_view what, std::string_view with) {
    std::string changed(text);
    for (auto found = changed.find(what); found != std::string::npos;
         found = changed.find(what, found + with.size()))
        changed.replace(found, what.size(), with);
    return changed;
}

struct Walk {
    const Process& process;
    CaseSnapshot now;
    std::vector<CaseEvent> events;

    void take(Decision decision) {
        REQUIRE_MESSAGE(decision.has_value(), clarion::test::describe(decision));
        events.push_back(decision->event);
        now = std::move(decision->after);
    }
    void open(Instant when) {
        take(open_case(
            process,
            new_case(),
            {.action = {},
             .timer = {},
             .form = {},
             .principal = public_applicant(),
             .origin = Origin::person},
            when
        ));
    }
    void act(const std::string& action, Instant when) {
        take(decide(
            process,
            now,
            {.action = action,
             .timer = {},
             .form = {},
             .principal = person("ola", {"officer"}, when),
             .origin = Origin::person},
            when
        ));
    }
    void fire(const std::string& timer, Instant when) {
        take(decide(
            process,
            now,
            {.action = {},
             .timer = timer,
             .form = {},
             .principal = system_principal(),
             .origin = Origin::system},
            when
        ));
    }
};

std::string parting(
    const Process& pinned, const Process& candidate, const Walk& walk, CheckForm check = {}
) {
    const auto found = find_parting(
        [&](const BundleHash&) -> const Process& { return pinned; },
        pinned.hash,
        {candidate, std::move(check)},
        new_case(),
        walk.events
    );
    return found ? std::to_string(found->sequence) + " " + found->event + ": " + found->why
                 : "none";
}

MigrationPlan plan_to(std::map<std::string, std::string, std::less<>> states) {
    return {
        .workflow = "test.road",
        .from = "1",
        .to = "2",
        .states = std::move(states),
        .context = {{"moved", true}},
        .reason = "why"};
}

const MigrationPeople kPeople{.proposed_by = "ann", .approved_by = "bob", .plan_hash = "abc"};
const Instant kMonday = at("2027-03-01T10:00:00Z");

}  // namespace

TEST_CASE("parting: a case goes the same way on its own version, and parts where another differs") {
    const Process old = version("1", std::string(kOld));
    Walk walk{.process = old, .now = {}, .events = {}};
    walk.open(kMonday);
    walk.fire("xstate.after.short.m.look", kMonday + std::chrono::hours(2));
    walk.act("go", kMonday + std::chrono::days(5));

    CHECK(parting(old, old, walk) == "none");
    CHECK(
        parting(
            old,
            version(
                "2",
                replaced(
                    kOld,
                    "\"done\", \"meta\": {\"title\": \"Go\"",
                    "\"late\", \"meta\": {\"title\": \"Go\""
                )
            ),
            walk
        ) == "3 go: would stand in m.late, not in m.done"
    );
    CHECK(
        parting(
            old,
            version("2", replaced(kOld, "[\"officer\"], \"form\"", "[\"supervisor\"], \"form\"")),
            walk
        ) == "3 go: would be refused: role_not_allowed (go)"
    );
    CHECK(
        parting(old, version("2", std::string(kOld), 3), walk) ==
        "3 go: xstate.after.long.m.look would have fired before, at 2027-03-05T00:00:00.000Z"
    );
    CHECK(
        parting(old, version("2", replaced(kOld, "\"short\"", "\"new\"")), walk) ==
        "2 timer: xstate.after.short.m.look would not be armed"
    );
    CHECK(
        parting(
            old,
            version("2", std::string(kOld)),
            walk,
            [](const std::string&, const json::value&) {
                return std::vector<FieldError>{
                    {.field = "/text", .code = "required", .message = {}}};
            }
        ) == "3 go: the form note would refuse /text (required)"
    );
}

TEST_CASE("migration: the case stands where the plan says, and replaying gives it byte for byte") {
    const Process old = version("1", std::string(kOld));
    const Process fresh =
        version("2", replaced(replaced(kOld, "look", "see"), "\"short\"", "\"new\""));
    Walk walk{.process = old, .now = {}, .events = {}};
    walk.open(kMonday);
    const MigrationPlan plan = plan_to({{"m.look", "m.see"}});
    REQUIRE(plan_problems(plan, old, fresh).empty());

    const auto moved = migrate(old, fresh, walk.now, plan, kPeople, kMonday + std::chrono::days(1));

    REQUIRE(moved);
    CHECK(
        statechart::leaf_ids(fresh.definition, moved->after.machine) ==
        std::vector<std::string>{"m.see"}
    );
    CHECK(moved->after.bundle == fresh.hash);
    CHECK(moved->after.version == 2);
    CHECK(*moved->after.machine.context.find("moved") == json::value(true));
    CHECK(moved->after.tasks_since.begin()->second == kMonday);
    walk.events.push_back(read_event(serialise(moved->event)).value());
    const ProcessOf process_of = [&](const BundleHash& hash) -> const Process& {
        return hash == old.hash ? old : fresh;
    };
    CHECK(
        serialise(fresh, replay_history(process_of, fresh.hash, new_case(), walk.events)) ==
        serialise(fresh, moved->after)
    );
}

TEST_CASE(
    "migration: a timer goes on with its instant, one that has fired stays fired, new ones are "
    "armed"
) {
    const Process old = version("1", std::string(kOld));
    const Process fresh = version(
        "2",
        replaced(kOld, "\"short\": {", "\"new\": {\"meta\": {\"title\": \"New\"}}, \"short\": {"),
        99
    );
    Walk walk{.process = old, .now = {}, .events = {}};
    walk.open(kMonday);
    walk.fire("xstate.after.short.m.look", kMonday + std::chrono::hours(2));
    const Instant due = walk.now.machine.timers.at(0).due;

    const auto moved =
        migrate(old, fresh, walk.now, plan_to({}), kPeople, kMonday + std::chrono::days(1));

    REQUIRE(moved);
    const auto& timers = moved->after.machine.timers;
    REQUIRE(timers.size() == 2);
    CHECK(timers[0].id == "xstate.after.long.m.look");
    CHECK(timers[0].due == due);
    CHECK(timers[1].id == "xstate.after.new.m.look");
    CHECK(timers[1].due == kMonday + std::chrono::days(1) + std::chrono::hours(3));
    CHECK(moved->event.dues.size() == 1);
}

TEST_CASE("migration: a plan that leaves a state without a place, or names none, is refused whole"
) {
    const Process old = version("1", std::string(kOld));
    const Process fresh = version("2", replaced(kOld, "look", "see"));
    const auto all = [&](const MigrationPlan& plan) {
        std::string text;
        for (const auto& problem : plan_problems(plan, old, fresh))
            text += problem.pointer + ": " + problem.reason + "\n";
        return text;
    };

    CHECK(all(plan_to({})) == "/states: m.look has no place in version 2: map it\n");
    CHECK(all(plan_to({{"m.look", "m.see"}})).empty());
    CHECK(
        all(plan_to({{"m.look", "m.nowhere"}, {"m.x", "m.see"}})) ==
        "/states/m.look: version 2 has no state m.nowhere\n/states/m.x: version 1 has no such "
        "state\n"
    );
    CHECK(!read_plan({{"workflow", "w"}, {"from", "1"}, {"to", "1"}, {"reason", "r"}}));
    CHECK(!read_plan({{"workflow", "w"}, {"from", "1"}, {"to", "2"}, {"reason", "r"}, {"state", 1}})
    );
    json::object plan{{"workflow", "w"}, {"from", "1"}, {"to", "2"}, {"reason", "r"}};
    CHECK(read_plan(plan));
    plan["to_hash"] = std::string(64, 'a');
    CHECK(read_plan(plan));
    plan["to_hash"] = std::string(64, 'A');
    CHECK(!read_plan(plan));
}

TEST_CASE("plan: it changes nothing that a case was opened with, nor what is no context at all") {
    const auto read = read_plan(
        {{"workflow", "test.road"},
         {"from", "1"},
         {"to", "2"},
         {"reason", "r"},
         {"context", {{"request", nullptr}, {"received_at", "x"}, {"now", "x"}, {"grade", "low"}}}}
    );
    REQUIRE_FALSE(read);
    std::string all;
    for (const auto& problem : read.error())
        all += problem.pointer + " ";
    CHECK(all == "/context/request /context/received_at /context/now ");
}

TEST_CASE("plan: nobody is moved into another region than the one they stand in") {
    constexpr std::string_view kTwo = R"({"id": "m", "type": "parallel", "states": {
      "road": {"initial": "look", "states": {"look": {"on": {"go": "done"}}, "done": {}}},
      "watch": {"initial": "calm", "states": {"calm": {}}}}})";
    const Process from = version("1", std::string(kTwo));
    const Process to = version("2", std::string(kTwo));
    const auto problems = [&](const char* place) {
        return plan_problems(plan_to({{"m.road.look", place}}), from, to);
    };
    CHECK(problems("m.road.done").empty());
    REQUIRE(problems("m.watch.calm").size() == 1);
    CHECK(problems("m.watch.calm").front().pointer == "/states/m.road.look");
}
