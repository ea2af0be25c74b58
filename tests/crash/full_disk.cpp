// A full disk under the engine: told once with its reason, and over without a restart.
#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

#include "engine/runtime/engine.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/support/fake_key_vault.hpp"
#include "tests/support/fake_machine.hpp"

namespace clarion::test {

namespace {

std::string trial_bundle() {
    std::ostringstream text;
    text << std::ifstream(CLARION_SOURCE_DIR "/tests/runtime/workflow.json").rdbuf();
    return text.str();
}

struct Room {
    TemporaryFolder folder;
    core::Sha256 sha256 = keys::make_sha256();
    FakeKeyVault vault{sha256, "secret"};
    FakeClock clock;
    FakeIds ids;
    FakeZones zones;
    FakeForms forms;
    FakeLog log;
    FakeMetrics metrics;
    std::vector<std::string> told;
    std::unique_ptr<sql::Store> store;
    std::unique_ptr<runtime::Engine> engine;
    int keys_made = 0;

    Room() {
        for (const char* form :
             {"request", "triage", "forum", "agency-answer", "choice", "assignment", "any"})
            forms.add(form, {});
        store = open_store(folder.file("clarion.db"), FailingDisk::name());
        runtime::Services services{
            store->cases(),
            store->audit(),
            store->outbox(),
            vault,
            forms,
            clock,
            ids,
            zones,
            sha256,
            log,
            metrics,
            "log.example/clarion/2026",
            [this](std::string_view why) { told.emplace_back(why); }};
        engine = std::make_unique<runtime::Engine>(services, std::vector{trial_bundle()});
    }

    // Whether a request was kept.
    bool submit() {
        runtime::SubmitRequest request;
        request.form = core::json::value(core::json::object{});
        request.idempotency.key = "key-" + std::to_string(++keys_made);
        request.channel = "online";
        request.language = "en";
        bool is_kept = false;
        std::vector<runtime::Work> batch;
        batch.push_back(
            {{core::public_applicant(), "request"},
             request,
             [&is_kept](const auto& answer) {
                 is_kept = std::holds_alternative<runtime::Answered>(answer);
             }}
        );
        engine->run_batch(batch);
        return is_kept;
    }
};

}  // namespace

TEST_CASE("full disk: the reason is told, nothing is kept, and it ends without a restart") {
    FailingDisk& disk = FailingDisk::instance();
    disk.heal();
    disk.forget_files();
    Room room;
    REQUIRE(room.submit());

    disk.strike(Fault::disk_full, 1, true);
    CHECK_FALSE(room.submit());
    CHECK_FALSE(room.submit());
    room.clock.advance(std::chrono::seconds(2));
    (void)room.engine->fire_due_timers(10);
    REQUIRE(room.told.size() == 1);
    CHECK(room.told.front().starts_with("the disk is full: free space; no restart is needed"));

    disk.heal();
    room.clock.advance(std::chrono::seconds(2));
    (void)room.engine->fire_due_timers(10);

    REQUIRE(room.told.size() == 2);
    CHECK(room.told.back().empty());
    CHECK_FALSE(room.store->must_restart());
    CHECK(room.submit());
    room.store->check_integrity();
}

}  // namespace clarion::test
