// One damaged case fails alone: it is shut and alarmed, and everything else goes on.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

using std::chrono::hours;

namespace {

// Two cases, of which the first is damaged while the program is down.
struct TwoCases {
    House house;
    std::string damaged;
    std::string sound;
    core::CaseId id;

    TwoCases() {
        damaged = house.submit();
        sound = house.submit();
        id = house.row_of(damaged).id;
        house.damaged.insert(id.text);
    }
    ports::CaseRow& row() { return house.world.disk.now.cases.at(id.text); }
    std::vector<ports::EventRow>& events() { return house.world.disk.now.events.at(id.text); }
    double alarms() { return house.metrics.values["clarion_alarms_total{case_damaged}"]; }
};

void flip(ports::Bytes& bytes) {
    bytes.at(bytes.size() / 2) ^= 1U;
}

}  // namespace

TEST_CASE("damage: a changed snapshot fails its own case, read or written, and no other") {
    TwoCases two;
    House& house = two.house;
    house.restart();
    flip(two.row().sealed_snapshot);
    const std::size_t logged = house.logged();

    const auto answers = house.ask_all({
        {house.supervisor, runtime::OpenCase{two.damaged}},
        {house.intake, house.action(two.damaged, "triage", {{"grade", "high"}})},
        {house.supervisor, runtime::OpenCase{two.sound}},
        {house.intake, house.action(two.sound, "triage", {{"grade", "high"}})},
    });

    CHECK(describe(answers[0]) == "unavailable, case damaged");
    CHECK(describe(answers[1]) == "unavailable, case damaged");
    CHECK(std::holds_alternative<runtime::Answered>(answers[2]));
    CHECK(std::holds_alternative<runtime::Answered>(answers[3]));
    CHECK(two.row().version == 1);
    CHECK(house.row_of(two.sound).version == 2);
    CHECK(two.alarms() == 2);
    CHECK(
        house.log_after(logged) == "case_damaged/error, case_damaged/error, open_case/ok, triage/ok"
    );
    CHECK(house.world.disk.now.log.at(logged).entry.subj == two.row().audit_ref);
}

TEST_CASE("damage: a changed, replaced or missing event shuts its case when it is read") {
    TwoCases two;
    House& house = two.house;
    house.done(house.intake, two.damaged, "triage", {{"grade", "high"}});
    house.restart();
    SUBCASE("changed") {
        flip(two.events().at(0).sealed);
    }
    SUBCASE("two change places") {
        std::swap(two.events().at(0).sealed, two.events().at(1).sealed);
    }
    SUBCASE("the first is gone") {
        two.events().erase(two.events().begin());
    }
    SUBCASE("the last is gone") {
        two.events().pop_back();
    }

    CHECK(
        describe(house.ask(house.supervisor, runtime::ReadTimeline{two.damaged, 0})) ==
        "unavailable, case damaged"
    );
    CHECK(
        describe(house.act(house.supervisor, two.damaged, "wind_up")) == "unavailable, case damaged"
    );
    CHECK(two.row().version == 2);
    CHECK(std::holds_alternative<runtime::Answered>(
        house.ask(house.supervisor, runtime::ReadTimeline{two.sound, 0})
    ));
}

TEST_CASE("damage: a timer of a damaged case is alarmed each hour, and stops no other") {
    TwoCases two;
    House& house = two.house;
    house.restart();
    flip(two.row().sealed_snapshot);
    house.clock.advance(hours(1));

    while (house.fire_timers()) {
    }

    CHECK(two.row().version == 1);
    CHECK(house.row_of(two.sound).version == 2);
    CHECK(two.alarms() == 1);
    CHECK(house.world.cases.timers_of(two.id).front().due == house.clock.now() + hours(1));
    house.clock.advance(hours(1));
    while (house.fire_timers()) {
    }
    CHECK(two.alarms() == 2);
}

TEST_CASE("damage: an effect of a damaged case stays in the outbox, and others go out") {
    TwoCases two;
    House& house = two.house;
    house.done(house.intake, two.damaged, "triage", {{"grade", "high"}});
    house.done(house.intake, two.sound, "triage", {{"grade", "high"}});
    const std::size_t waiting = house.world.outbox.waiting();
    REQUIRE(waiting >= 2);
    house.restart();
    flip(two.row().sealed_snapshot);

    const auto jobs = house.take_deliveries();

    CHECK(jobs.size() * 2 == waiting);
    CHECK(house.world.outbox.waiting() == waiting);
    CHECK(two.alarms() == static_cast<double>(jobs.size()));
    CHECK(house.take_deliveries().empty());
}

TEST_CASE("damage: a damaged key of a case is that case's alone") {
    TwoCases two;
    House& house = two.house;
    house.restart();
    flip(two.row().key.bytes);

    CHECK(
        describe(house.ask(house.supervisor, runtime::OpenCase{two.damaged})) ==
        "unavailable, case damaged"
    );
    // Even a refusal that would be recorded under the case's key.
    CHECK(
        describe(house.ask(house.health, runtime::OpenCase{two.damaged})) ==
        "unavailable, case damaged"
    );
    CHECK(std::holds_alternative<runtime::Answered>(
        house.ask(house.supervisor, runtime::OpenCase{two.sound})
    ));
}

}  // namespace clarion::test
