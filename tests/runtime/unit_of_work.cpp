// UnitOfWork: what is remembered beside the store follows the store.
#include "engine/runtime/unit_of_work.hpp"

#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

// The parts of an engine, without the engine.
struct Bench {
    House house;
    runtime::Definitions definitions{house.world.cases, house.forms, house.zones, house.sha256};
    runtime::CaseVault vault{house.world.cases, house.keys, definitions};
    runtime::AuditRecorder recorder{
        {house.world.audit,
         house.world.cases,
         house.keys,
         house.ids,
         house.clock,
         house.sha256,
         "log.example"},
        vault};
    runtime::WakeTimes wake{house.world.cases, house.world.outbox, house.clock};
    runtime::UnitOfWork unit{house.world.cases, vault, recorder, wake};

    void record() { recorder.record({house.auditor, "r"}, runtime::AuditNote{}); }
};

}  // namespace

TEST_CASE("unit of work: what an act did is taken back when it says no, entries and all") {
    Bench bench;
    const std::size_t logged = bench.house.logged();
    bench.unit.begin();
    CHECK(bench.unit.attempt([&] {
        bench.record();
        return true;
    }));
    CHECK_FALSE(bench.unit.attempt([&] {
        bench.record();
        bench.record();
        return false;
    }));
    CHECK_THROWS_AS(
        bench.unit.attempt([&]() -> bool {
            bench.record();
            throw runtime::LostRace();
        }),
        runtime::LostRace
    );
    bench.record();
    bench.unit.commit();

    CHECK(bench.house.logged() == logged + 2);
}

TEST_CASE("unit of work: without savepoints, an act that wrote and says no spoils the batch") {
    Bench bench;
    const std::size_t logged = bench.house.logged();
    bench.unit.begin(runtime::Savepoints::none);
    CHECK_FALSE(bench.unit.attempt([] { return false; }));
    CHECK_THROWS_AS(
        bench.unit.attempt([]() -> bool { throw runtime::LostRace(); }), runtime::LostRace
    );
    CHECK(bench.unit.attempt([&] {
        bench.record();
        return true;
    }));

    CHECK_THROWS_AS(
        bench.unit.attempt([&] {
            bench.record();
            return false;
        }),
        runtime::NeedsSavepoints
    );
    bench.unit.rollback();

    CHECK(bench.house.logged() == logged);
}

TEST_CASE("unit of work: a case kept in a savepoint that was taken back is read anew") {
    Bench bench;
    const std::string reference = bench.house.submit();
    const auto row = bench.house.row_of(reference);
    const auto held = bench.vault.open(row);
    bench.unit.begin();
    CHECK_FALSE(bench.unit.attempt([&] {
        bench.vault.keep(held);
        return false;
    }));
    bench.unit.commit();

    const int opened = bench.house.keys.opened;
    (void)bench.vault.open(row);
    CHECK(bench.house.keys.opened == opened + 1);
    (void)bench.vault.open(row);
    CHECK(bench.house.keys.opened == opened + 1);
}

TEST_CASE("case vault: keeps so many cases open and no more") {
    Bench bench;
    const std::string reference = bench.house.submit();
    auto held = bench.vault.open(bench.house.row_of(reference));
    const auto first = held.row;
    for (std::size_t number = 0; number < runtime::kCasesOpenMax; ++number) {
        held.row.id.text = "other-" + std::to_string(number);
        bench.vault.keep(held);
    }

    const int opened = bench.house.keys.opened;
    (void)bench.vault.open(held.row);  // the newest is there
    CHECK(bench.house.keys.opened == opened);
    (void)bench.vault.open(first);  // the oldest is not
    CHECK(bench.house.keys.opened == opened + 1);
}

}  // namespace clarion::test
