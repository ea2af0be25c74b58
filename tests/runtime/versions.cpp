// Stored cases and another version of their workflow: held against it, and moved to it.
#include "engine/runtime/version_desk.hpp"

#include <doctest/doctest.h>

#include <list>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

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

// Compiled as whoever asks does it: beside the engine.
std::shared_ptr<const core::Process> compiled(House& house, const std::string& bundle) {
    const json::object document = json::parse(bundle).as_object();
    const core::Zone* zone = house.zones.find_zone(runtime::zone_name_of(document));
    REQUIRE(zone != nullptr);
    core::BundleHash hash;
    constexpr std::string_view kHex = "0123456789abcdef";
    for (const std::uint8_t byte : house.sha256({ports::view_of(bundle)})) {
        hash.text += kHex[byte >> 4U];
        hash.text += kHex[byte & 15U];
    }
    auto process = core::compile_process(document, hash, *zone);
    REQUIRE(process.has_value());
    return std::make_shared<const core::Process>(std::move(process).value());
}

struct TwoVersions {
    TwoVersions() {
        received = house.submit();
        checking = house.submit();
        house.done(house.intake, checking, "triage", kGrade);
    }

    const json::object& ask(runtime::Asked asked) {
        answers.push_back(house.ask(core::system_principal(), std::move(asked)));
        return document(answers.back());
    }
    const json::object& replay(const std::string& bundle) {
        return ask(runtime::ReplayCases{compiled(house, bundle), house.forms.of_bundle({})});
    }
    std::shared_ptr<const runtime::Migration> migration(core::MigrationPlan plan = a_plan()) {
        return std::make_shared<const runtime::Migration>(runtime::Migration{
            std::move(plan), kPeople, compiled(house, newer_bundle())});
    }
    const json::array& migrate(bool dry) {
        if (!dry) ask(runtime::KeepVersion{newer_bundle()});
        return ask(runtime::MoveCases{migration(), dry}).at("cases").as_array();
    }

    House house;
    std::string received, checking;
    std::list<runtime::Answer> answers;
};

}  // namespace

TEST_CASE("versions: on its own version every case goes the way it went, and the look is logged") {
    TwoVersions world;
    const std::size_t logged = world.house.logged();

    const json::object& told = world.replay(trial_bundle());

    const json::array& all = told.at("cases").as_array();
    REQUIRE(all.size() == 2);
    for (const json::value& one : all) {
        CHECK(one.at("whole").as_bool());
        CHECK_FALSE(one.as_object().contains("why"));
    }
    CHECK(told.at("next").is_null());
    CHECK(told.at("stored").to_number<int>() == 2);
    CHECK(world.house.log_after(logged) == "replay_case/ok, replay_case/ok");
}

TEST_CASE("versions: a candidate parts ways with the cases that would stand elsewhere") {
    TwoVersions world;

    std::map<std::string, std::string> why;
    for (const json::value& one : world.replay(newer_bundle()).at("cases").as_array()) {
        const auto* parting = one.as_object().if_contains("why");
        why[text(one.at("reference"))] =
            parting == nullptr ? "" : text(one.at("type")) + ": " + text(*parting);
    }

    CHECK(why.at(world.received).empty());
    CHECK(
        why.at(world.checking) ==
        "triage: would stand in trial.process.researching, not in trial.process.checking"
    );
}

TEST_CASE("versions: a part ends where it was asked to, and the next goes on from there") {
    TwoVersions world;
    const auto candidate = compiled(world.house, trial_bundle());
    const auto forms = world.house.forms.of_bundle({});

    const json::object& first = world.ask(runtime::ReplayCases{candidate, forms, {}, 1});
    const core::CaseId next{text(first.at("next"))};
    const json::object& second = world.ask(runtime::ReplayCases{candidate, forms, next, 1});
    const core::CaseId last{text(second.at("next"))};
    const json::object& end = world.ask(runtime::ReplayCases{candidate, forms, last, 1});

    CHECK(first.at("cases").as_array().size() == 1);
    CHECK(second.at("cases").as_array().size() == 1);
    CHECK(first.at("cases") != second.at("cases"));
    CHECK(end.at("cases").as_array().empty());
    CHECK(end.at("next").is_null());
}

TEST_CASE("versions: a damaged case is told and alarmed, and the others are looked at") {
    TwoVersions world;
    const core::CaseId id = world.house.row_of(world.checking).id;
    world.house.world.disk.now.events.at(id.text).back().sealed.back() ^= 1U;
    world.house.damaged.insert(id.text);

    std::map<std::string, bool> is_damaged;
    for (const json::value& one : world.replay(trial_bundle()).at("cases").as_array())
        is_damaged[text(one.at("reference"))] = one.at("damaged").as_bool();

    CHECK(is_damaged.at(world.checking));
    CHECK_FALSE(is_damaged.at(world.received));
}

TEST_CASE("versions: a plan is held against every bundle that cases are pinned to") {
    TwoVersions world;
    core::MigrationPlan wrong = a_plan();
    wrong.states.clear();

    const json::object& sound = world.ask(runtime::SurveyMove{world.migration()});
    const json::object& told = world.ask(runtime::SurveyMove{world.migration(wrong)});

    CHECK(sound.at("cases").to_number<int>() == 2);
    CHECK(sound.at("problems").as_array().empty());
    CHECK(told.at("problems").as_array().size() == 1);
}

TEST_CASE("versions: a dry run moves nothing, and says that every case would go") {
    TwoVersions world;
    const auto before = world.house.row_of(world.checking);
    const std::size_t logged = world.house.logged();
    const std::size_t bundles = world.house.world.disk.now.bundles.size();

    const json::array& tried = world.migrate(true);

    REQUIRE(tried.size() == 2);
    CHECK((tried[0].at("moved").as_bool() && tried[1].at("moved").as_bool()));
    CHECK(world.house.row_of(world.checking).bundle == before.bundle);
    CHECK(world.house.row_of(world.checking).version == before.version);
    CHECK(world.house.world.disk.now.bundles.size() == bundles);
    CHECK(world.house.log_after(logged) == "migration_tried/ok, migration_tried/ok");
}

TEST_CASE("versions: every case is moved by one event and one entry, once, and goes on from there"
) {
    TwoVersions world;
    const std::size_t logged = world.house.logged();

    const json::array& moved = world.migrate(false);

    CHECK(moved.size() == 2);
    CHECK(world.house.log_after(logged) == "case_migrated/ok, case_migrated/ok");
    CHECK(world.migrate(false).empty());
    CHECK(world.house.states_of(world.checking).find("researching") != std::string::npos);
    const auto timeline =
        world.house.ask(world.house.supervisor, runtime::ReadTimeline{world.checking});
    const json::array& events = document(timeline).at("items").as_array();
    CHECK(text(events.back().at("title")) == "Moved to version 2");
    CHECK(text(events.back().at("type")) == "case_migrated");
    world.house.done(world.house.officer, world.checking, "take");
    CHECK(text(world.house.context_of(world.checking).at("moved")) == "yes");
}

TEST_CASE("versions: requests go on by the version that is offered, whatever cases were moved to") {
    TwoVersions world;
    world.migrate(false);

    const std::string later = world.house.submit();

    CHECK(world.house.row_of(later).bundle != world.house.row_of(world.checking).bundle);
    world.house.restart({newer_bundle()});
    const std::string newer = world.house.submit();
    CHECK(world.house.row_of(newer).bundle == world.house.row_of(world.checking).bundle);
}

TEST_CASE("versions: a version that does not compile is refused, and nothing is kept of it") {
    TwoVersions world;

    const auto answer =
        world.house.ask(core::system_principal(), runtime::KeepVersion{R"({"id": "test/trial"})"});

    CHECK(describe(answer) == "refused malformed_body");
}

TEST_CASE("versions: a case of another workflow is neither replayed nor moved") {
    TwoVersions world;
    const std::string other =
        replaced(newer_bundle(), R"("id": "test/trial")", R"("id": "test/other")");
    core::MigrationPlan plan = a_plan();
    plan.workflow = "test/other";

    CHECK(world.replay(other).at("cases").as_array().empty());
    CHECK(world.ask(runtime::SurveyMove{world.migration(plan)}).at("cases").to_number<int>() == 0);
}

}  // namespace clarion::test
