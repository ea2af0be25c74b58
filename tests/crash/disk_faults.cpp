// Every call to the disk fails once, and for good, while the store works.
#include <doctest/doctest.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/crash/story.hpp"

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
