// The check of a store finds what was deleted, changed or cleared behind the program's back.
#include "engine/runtime/store_check.hpp"

#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

std::string told(House& house) {
    std::string all;
    for (const std::string& fault : house.checked().told)
        all += fault.substr(fault.find(": ") + 2) + "\n";
    return all;
}

}  // namespace

TEST_CASE("store check: a store as the program left it is whole, late timers included") {
    House house;
    for (int request = 0; request < 120; ++request)
        (void)house.submit();
    const std::string stuck = house.submit();
    house.done(house.intake, stuck, "wind_up");
    house.clock.advance(std::chrono::hours(1));
    while (house.fire_timers()) {
    }
    (void)house.ask(house.supervisor, runtime::OpenCase{stuck});

    const runtime::StoreReport report = house.checked();

    CHECK(report.faults == 0);
    CHECK(report.cases == 121);
    CHECK(report.events >= 242);
}

TEST_CASE("store check: tells what is wrong with a case") {
    House house;
    const std::string reference = house.submit();
    const FakeState before = house.world.disk.now;
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    const core::CaseId id = house.row_of(reference).id;
    FakeState& now = house.world.disk.now;

    SUBCASE("a deleted event") {
        now.events[id.text].erase(now.events[id.text].begin());
        CHECK(told(house) == "event 1 is missing\n");
    }
    SUBCASE("the last event deleted") {
        now.events[id.text].pop_back();
        CHECK(told(house) == "the last event is 1, the case stands at 2\n");
    }
    SUBCASE("a changed event") {
        now.events[id.text][0].sealed.back() ^= 1U;
        CHECK(told(house) == "event 1: sealed bytes do not open\n");
    }
    SUBCASE("a changed snapshot") {
        now.cases[id.text].sealed_snapshot.back() ^= 1U;
        CHECK(told(house) == "sealed bytes do not open\n");
    }
    SUBCASE("the time of an event") {
        now.events[id.text][0].at += std::chrono::milliseconds(4);
        CHECK(told(house) == "the time of an event was changed\n");
    }
    SUBCASE("a task due later") {
        for (auto& task : now.tasks) {
            if (task.case_id == id && !task.closed_at) task.view.due = house.clock.now();
        }
        CHECK(told(house).find("is gone") != std::string::npos);
    }
    SUBCASE("cleared timers") {
        REQUIRE_FALSE(now.timers[id.text].empty());
        const std::string timer = now.timers[id.text].front().timer_id;
        now.timers[id.text].erase(now.timers[id.text].begin());
        CHECK(told(house) == "the timer " + timer + " is armed and was cleared\n");
    }
    SUBCASE("a timer moved to where nobody sees it") {
        now.timers[id.text].front().due += std::chrono::hours(24 * 365);
        CHECK(told(house).find("was moved") != std::string::npos);
    }
    SUBCASE("a task taken away") {
        for (auto& task : now.tasks) {
            if (task.case_id == id) task.closed_at = house.clock.now();
        }
        CHECK(told(house).find("is gone") != std::string::npos);
    }
    SUBCASE("everything of the case set back together") {
        now.cases = before.cases;
        now.events = before.events;
        now.timers = before.timers;
        now.tasks = before.tasks;
        CHECK(told(house) == "the log knows event 2, the case stands at 1\n");
    }
    SUBCASE("the case deleted with all its rows") {
        now.cases.clear();
        now.events.clear();
        CHECK(
            house.checked().told ==
            std::vector<std::string>{
                "the log knows of 1 cases and 0 erasures, the store has 0 and 0"}
        );
    }
}

TEST_CASE("store check: tells of a hold that the log knows and the row has not") {
    House house;
    house.forms.add("retention-hold", {"reason"});
    house.forms.add("retention-release", {"hold"});
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "low"}});
    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", json::array{"health"}}});
    house.done(house.coordinator, reference, "conclude");
    house.done(house.decision_maker, reference, "approve", {{"code", "disclosed"}});
    const auto act = [&](const char* name, json::value form) {
        (void)document(house.ask(
            house.supervisor,
            runtime::TakeRetentionAct{reference, name, std::move(form), house.fresh_key()}
        ));
    };
    act("hold", {{"reason", "inquiry"}});
    act("hold", {{"reason", "complaint"}});
    auto& holds = house.world.disk.now.retention.at(house.row_of(reference).id.text).holds;
    REQUIRE(holds.size() == 2);
    CHECK(told(house).empty());

    SUBCASE("one is lifted") {
        act("release", {{"hold", holds.front().id}});
        CHECK(told(house).empty());
    }
    SUBCASE("one is gone from the row") {
        holds.pop_back();
        CHECK(told(house) == "the log has a hold on its erasure that its row has not\n");
    }
    SUBCASE("one is gone where the policy placed another") {
        holds.back().id = "closure";
        CHECK(told(house) == "the log has a hold on its erasure that its row has not\n");
    }
}

TEST_CASE("store check: tells what could not be found, erased or told again") {
    House house;
    const core::CaseId id = house.row_of(house.submit()).id;
    FakeState& now = house.world.disk.now;

    SUBCASE("the case deleted, and said to be erased") {
        now.cases.clear();
        now.events.clear();
        now.erased.emplace(id.text, house.clock.now());
        CHECK(
            house.checked().told ==
            std::vector<std::string>{
                "the log knows of 1 cases and 0 erasures, the store has 0 and 1"}
        );
    }
    SUBCASE("when it came in") {
        now.cases[id.text].received_at += std::chrono::hours(1);
        CHECK(told(house) == "its row is not what the case says\n");
    }
    SUBCASE("a detail of the log taken away") {
        for (auto& entry : now.log)
            entry.detail.clear();
        CHECK(told(house).ends_with(" is gone\n"));
    }
    SUBCASE("a search token taken away") {
        REQUIRE_FALSE(now.tokens[id.text].empty());
        now.tokens[id.text].pop_back();
        CHECK(told(house) == "a search for its people would not find it\n");
    }
    SUBCASE("taken from a list") {
        REQUIRE_FALSE(now.cases[id.text].lists.empty());
        now.cases[id.text].lists.clear();
        CHECK(
            told(house) ==
            "its row is not what the case says\nit is not on the lists that it belongs on\n"
        );
    }
}

TEST_CASE("store check: a bit of any detail of the log is missed by none") {
    House house;
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    (void)house.ask(house.supervisor, runtime::OpenCase{reference});
    int details = 0;
    for (FakeEntry& entry : house.world.disk.now.log) {
        if (entry.detail.empty()) continue;
        CAPTURE(entry.bytes);
        entry.detail.back() ^= 1U;
        CHECK(house.checked().faults > 0);
        entry.detail.back() ^= 1U;
        ++details;
    }

    CHECK(details >= 2);  // what was asked, and what was done
    CHECK(house.checked().faults == 0);
}

}  // namespace clarion::test
