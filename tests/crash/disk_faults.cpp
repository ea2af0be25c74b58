// Every call to the disk fails once, and for good, while the store works.
#include <doctest/doctest.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/crash/life_sweep.hpp"
#include "tests/crash/story.hpp"
#include "tests/support/rounds.hpp"

namespace clarion::test {

namespace {

constexpr int kActs = 4;

// One run with the fault at the nth call. False when the run was over before that call.
bool run_with_fault(Fault fault, long nth, bool for_good) {
    FailingDisk& disk = FailingDisk::instance();
    const TemporaryFolder folder;
    disk.heal();
    disk.forget_files();
    Story story(folder.file("clarion.db"), FailingDisk::name());
    disk.strike(fault, nth, for_good);

    story.tell(kActs);
    story.close();
    const bool struck = disk.has_struck();
    disk.heal();

    CAPTURE(nth);
    CAPTURE(for_good);
    story.check_all(kActs);
    return struck;
}

void sweep(Fault fault, bool for_good, long step) {
    long nth = 1;
    while (run_with_fault(fault, nth, for_good))
        nth += step;
    CHECK(nth > 20);  // a run makes far more calls than that: the fault did strike
}

class FailedCalls final : public Trouble {
public:
    void strike(std::size_t way, long nth) override {
        disk_.strike(kWays.at(way).fault, nth, kWays.at(way).is_for_good);
    }
    void heal() override { disk_.heal(); }
    [[nodiscard]] bool has_struck() const override { return disk_.has_struck(); }
    [[nodiscard]] std::vector<long> places() const override {
        std::vector<long> calls(kWays.size());
        for (std::size_t way = 0; way < calls.size(); ++way)
            calls[way] = disk_.calls_for(kWays.at(way).fault);
        return calls;
    }
    [[nodiscard]] std::string name_of(std::size_t way) const override { return kWays.at(way).name; }

private:
    struct Way {
        Fault fault;
        bool is_for_good;
        const char* name;
    };
    static constexpr std::array<Way, 8> kWays{{
        {Fault::io_error, false, "error, once"},
        {Fault::io_error, true, "error, for good"},
        {Fault::disk_full, false, "full, once"},
        {Fault::disk_full, true, "full, for good"},
        {Fault::short_write, false, "written by half, once"},
        {Fault::short_write, true, "written by half, for good"},
        {Fault::sync_error, false, "not synced, once"},
        {Fault::sync_error, true, "not synced, for good"},
    }};

    FailingDisk& disk_ = FailingDisk::instance();
};

}  // namespace

TEST_CASE("disk faults: any call that fails once loses nothing that was acknowledged") {
    sweep(Fault::io_error, false, 1);
}

TEST_CASE("disk faults: a disk that fails for good loses nothing that was acknowledged") {
    sweep(Fault::io_error, true, 1);
}

TEST_CASE("disk faults: a full disk loses nothing, for a moment or for good") {
    sweep(Fault::disk_full, false, 1);
    sweep(Fault::disk_full, true, 2);
}

TEST_CASE("disk faults: a write that arrives by half loses nothing") {
    sweep(Fault::short_write, false, 1);
    sweep(Fault::short_write, true, 2);
}

// CLARION_FAILED_CALLS=all: every one; else so many of each act in each way, others by rotation.
TEST_CASE("disk faults: any call of any act of a case's life, in every way, halves nothing") {
    FailedCalls trouble;
    const int rotation = rounds_wanted("CLARION_ROTATION", 1);
    LifeSweep sweep(trouble, places_wanted("CLARION_FAILED_CALLS", 5), std::uint64_t(rotation));

    sweep.go_through_life();

    MESSAGE("calls, CLARION_ROTATION=" << rotation << ": " << sweep.told());
    CHECK(sweep.struck() > 0);
    CHECK(sweep.acknowledged() > 0);
    CHECK(sweep.ended(LifeSweep::Ended::aborted) == 0);
}

TEST_CASE("disk faults: after a failed sync nothing is acknowledged before a restart") {
    FailingDisk& disk = FailingDisk::instance();
    const TemporaryFolder folder;
    disk.heal();
    auto store = open_store(folder.file("clarion.db"), FailingDisk::name());
    const auto insert = [&](const std::string& name) {
        store->cases().begin();
        store->cases().insert_case(a_case(name));
        store->cases().commit();
    };
    insert("1");
    disk.strike(Fault::sync_error, 1, false);

    CHECK_THROWS_AS(insert("2"), ports::CommitUnknown);

    CHECK(disk.has_struck());
    CHECK(store->must_restart());
    CHECK_THROWS_AS(insert("3"), ports::StoreUnavailable);  // though the next sync would succeed
    CHECK_THROWS_AS((void)store->cases().find_case(a_case("1").id), ports::StoreUnavailable);
    store.reset();
    disk.heal();
    store = open_store(folder.file("clarion.db"), FailingDisk::name());
    CHECK(store->cases().find_case(a_case("1").id).has_value());
    CHECK_FALSE(store->cases().find_case(a_case("3").id).has_value());
}

TEST_CASE("disk faults: a full disk needs no restart once there is room") {
    FailingDisk& disk = FailingDisk::instance();
    const TemporaryFolder folder;
    disk.heal();
    const auto store = open_store(folder.file("clarion.db"), FailingDisk::name());
    disk.strike(Fault::disk_full, 1, true);
    store->cases().begin();
    store->cases().insert_case(a_case("1"));
    CHECK_THROWS_AS(store->cases().commit(), ports::CommitUnknown);
    CHECK_FALSE(store->must_restart());
    disk.heal();

    store->cases().begin();
    store->cases().insert_case(a_case("1"));
    store->cases().commit();

    CHECK(store->cases().find_case(a_case("1").id).has_value());
}

}  // namespace clarion::test
