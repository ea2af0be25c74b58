// Stored cases and another version of their workflow: held against it, and moved to it.
#include "engine/runtime/version_desk.hpp"

#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

using runtime::VersionDesk;

const json::object kGrade{{"grade", "high"}};
const core::MigrationPeople kPeople{.proposed_by = "ann", .approved_by = "bob", .plan_hash = "abc"};

std::string replaced(std::string text, std::string_view what, std::string_view with) {
    for (auto found = text.find(what); found != std::string::npos;
         found = text.find(what, found + with.size()))
        text.replace(found, what.size(), with);
    return text;
}

// The trial, one state of which has another name.
std::string newer_bundle() {
    return replaced(
        replaced(trial_bundle(), R"("version": "1")", R"("version": "2")"),
        R"("checking")",
        R"("researching")"
    );
}

core::MigrationPlan a_plan() {
    core::MigrationPlan plan;
    plan.workflow = "test/trial";
    plan.from = "1";
    plan.to = "2";
    plan.states = {{"trial.process.checking", "trial.process.researching"}};
    plan.context = {{"moved", "yes"}};
    plan.reason = "A clearer name.";
    return plan;
}

struct TwoVersions {
    TwoVersions() {
        received = house.submit();
        checking = house.submit();
        house.done(house.intake, checking, "triage", kGrade);
    }

    std::vector<VersionDesk::Migrated> migrate(bool dry) {
        const auto to = desk.publish(newer_bundle());
        const auto from = desk.versions_in_use("test/trial", "1");
        if (from.empty()) return {};
        REQUIRE(from.size() == 1);
        return desk.migrate(desk.all_cases(), a_plan(), kPeople, {from.front(), to}, dry);
    }

    House house;
    std::string received, checking;
    VersionDesk desk{house.services()};
};

}  // namespace

TEST_CASE("versions: on its own version every case goes the way it went, and the look is logged") {
    TwoVersions world;
    const auto own = world.desk.versions_in_use("test/trial", "1").front();
    const std::size_t logged = world.house.logged();

    const auto all = world.desk.replay(world.desk.all_cases(), {*own.process, {}});

    REQUIRE(all.size() == 2);
    for (const auto& one : all) {
        CHECK(one.is_whole);
        CHECK_FALSE(one.parting.has_value());
    }
    CHECK(world.house.log_after(logged) == "replay_case/ok, replay_case/ok");
}

TEST_CASE("versions: a candidate parts ways with the cases that would stand elsewhere") {
    TwoVersions world;
    const auto candidate = world.desk.publish(newer_bundle());

    std::map<std::string, std::string> why;
    for (const auto& one : world.desk.replay(world.desk.all_cases(), {*candidate.process, {}}))
        why[one.reference] = one.parting ? one.parting->event + ": " + one.parting->why : "";

    CHECK(why.at(world.received).empty());
    CHECK(
        why.at(world.checking) ==
        "triage: would stand in trial.process.researching, not in trial.process.checking"
    );
}

TEST_CASE("versions: a dry run moves nothing, and says that every case would go") {
    TwoVersions world;
    const auto before = world.house.row_of(world.checking);
    const std::size_t logged = world.house.logged();

    const auto tried = world.migrate(true);

    REQUIRE(tried.size() == 2);
    CHECK((tried[0].is_moved && tried[1].is_moved));
    CHECK(world.house.row_of(world.checking).bundle == before.bundle);
    CHECK(world.house.row_of(world.checking).version == before.version);
    CHECK(world.house.log_after(logged) == "migration_tried/ok, migration_tried/ok");
}

TEST_CASE("versions: every case is moved by one event and one entry, once, and goes on from there"
) {
    TwoVersions world;
    const std::size_t logged = world.house.logged();

    const auto moved = world.migrate(false);

    CHECK(moved.size() == 2);
    CHECK(world.house.log_after(logged) == "case_migrated/ok, case_migrated/ok");
    CHECK(world.migrate(false).empty());
    CHECK(world.house.states_of(world.checking).find("researching") != std::string::npos);
    world.house.restart({newer_bundle()});
    const auto timeline =
        world.house.ask(world.house.supervisor, runtime::ReadTimeline{world.checking});
    const json::array& events = document(timeline).at("items").as_array();
    CHECK(text(events.back().at("title")) == "Moved to version 2");
    CHECK(text(events.back().at("type")) == "case_migrated");
    world.house.done(world.house.officer, world.checking, "take");
    CHECK(text(world.house.context_of(world.checking).at("moved")) == "yes");
}

TEST_CASE("versions: a case of another workflow is neither replayed nor moved") {
    TwoVersions world;
    const auto other = world.desk.publish(
        replaced(newer_bundle(), R"("id": "test/trial")", R"("id": "test/other")")
    );

    CHECK(world.desk.replay(world.desk.all_cases(), {*other.process, {}}).empty());
    CHECK(world.desk.versions_in_use("test/other", "1").empty());
}

}  // namespace clarion::test
