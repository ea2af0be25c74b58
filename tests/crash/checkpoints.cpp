// Checkpoints against commits (assurance F9): the WAL is copied into the database again and again,
// whole or as far as it goes, between commits, starts and kills; every commit stays.
#include <doctest/doctest.h>

#include <map>
#include <random>

#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/support/rounds.hpp"

namespace clarion::test {

namespace {

constexpr int kCases = 64;

class Stress {
public:
    Stress() {
        disk_.heal();
        disk_.forget_files();
        store_ = open();
        store_->cases().begin();
        for (int number = 0; number < kCases; ++number)
            store_->cases().insert_case(a_case(name_of(number)));
        store_->cases().commit();
    }

    void go_on() {
        for (auto commits = random_() % 4; commits > 0; --commits)
            commit();
        store_->scrub();
        ++checkpoints_;
        if (random_() % 500 == 0) start_again(random_() % 2 == 0);
    }

    void check() {
        for (const auto& [number, at] : written_) {
            const auto timers = store_->cases().timers_of(a_case(name_of(number)).id);
            REQUIRE(timers.size() == 1);
            REQUIRE(timers.front().due == minute(at));
        }
        REQUIRE_NOTHROW(store_->check_integrity());
    }

    [[nodiscard]] int checkpoints() const { return checkpoints_; }
    [[nodiscard]] int commits() const { return commits_; }
    [[nodiscard]] int starts() const { return starts_; }

private:
    static std::string name_of(int number) { return "case-" + std::to_string(number); }

    std::unique_ptr<sql::Store> open() {
        return open_store(folder_->file("clarion.db"), FailingDisk::name());
    }

    void commit() {
        const int number = static_cast<int>(random_() % kCases);
        const core::CaseId id = a_case(name_of(number)).id;
        store_->cases().begin();
        store_->cases().set_timers(id, {{id, "warn", minute(++commits_)}});
        store_->cases().commit();
        written_[number] = commits_;
    }

    // Closed in good order, or killed: then another takes up what lies there.
    void start_again(bool in_good_order) {
        if (in_good_order) {
            store_.reset();
            store_ = open();
        } else {
            auto elsewhere = std::make_unique<TemporaryFolder>();
            for (const char* file : {"clarion.db", "clarion.db-wal"})
                std::filesystem::copy(folder_->file(file), elsewhere->file(file));
            store_.reset();
            folder_ = std::move(elsewhere);
            store_ = open();
        }
        ++starts_;
        check();
    }

    FailingDisk& disk_ = FailingDisk::instance();
    std::unique_ptr<TemporaryFolder> folder_ = std::make_unique<TemporaryFolder>();
    std::unique_ptr<sql::Store> store_;
    std::mt19937_64 random_{20261123};
    std::map<int, int> written_;  // by the case's number: what its timer says
    int commits_ = 0;
    int checkpoints_ = 0;
    int starts_ = 0;
};

}  // namespace

TEST_CASE("checkpoints: between commits, starts and kills, as often as wanted, nothing is lost") {
    Stress stress;
    while (stress.checkpoints() < rounds_wanted("CLARION_CHECKPOINTS", 2000))
        stress.go_on();
    stress.check();

    MESSAGE(
        stress.checkpoints(),
        " checkpoints against ",
        stress.commits(),
        " commits, ",
        stress.starts(),
        " starts, nothing lost"
    );
}

}  // namespace clarion::test
