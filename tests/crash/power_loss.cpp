// The power goes at any moment: what was not synced is lost, sector by sector, in any order.
#include <doctest/doctest.h>

#include <cstdlib>

#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/crash/story.hpp"

namespace clarion::test {

namespace {

constexpr int kActs = 12;
constexpr std::uint64_t kSeed = 20261124;

int rounds_wanted() {
    const char* asked = std::getenv("CLARION_CUT_POINTS");
    return asked == nullptr ? 500 : std::atoi(asked);
}

}  // namespace

TEST_CASE("power loss: what was acknowledged is there, the rest wholly or not at all") {
    FailingDisk& disk = FailingDisk::instance();
    std::mt19937_64 random(kSeed);
    const int rounds = rounds_wanted();
    int cut_in_the_middle = 0;
    for (int round = 0; round < rounds; ++round) {
        CAPTURE(round);
        const TemporaryFolder folder;
        disk.heal();
        disk.forget_files();
        Story story(folder.file("clarion.db"), FailingDisk::name());
        disk.strike(Fault::io_error, static_cast<long>(random() % 500) + 1, true);

        story.tell(kActs);
        disk.cut_power();
        story.close();
        disk.lose_unsynced(random);

        if (story.acknowledged() > 0 && story.acknowledged() < kActs) ++cut_in_the_middle;
        story.check_acknowledged(kActs);
        story.check_all(kActs);
    }
    CHECK(cut_in_the_middle > rounds / 10);
}

}  // namespace clarion::test
