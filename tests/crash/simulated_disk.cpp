// The real engine over the real store on a disk that is drawn from a seed, with the clock, mail and
// sources of checks (assurance F11): calls fail once or from then on, the power goes, programs end
// and start. Whoever asked repeats with the same key until there is an answer, as clients do.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <array>
#include <fstream>
#include <random>
#include <sstream>

#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/store_check.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/crash/failing_disk.hpp"
#include "tests/support/fake_key_vault.hpp"
#include "tests/support/fake_machine.hpp"
#include "tests/support/seeds.hpp"

namespace clarion::test {

namespace {

namespace json = core::json;

constexpr const char* kOrigin = "log.example/clarion/2026";

std::string trial_bundle() {
    std::ostringstream text;
    text << std::ifstream(CLARION_SOURCE_DIR "/tests/runtime/workflow.json").rdbuf();
    return text.str();
}

std::string said_by(const runtime::Answer& answer) {
    if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
        return "refused " + std::string(core::to_string(refusal->code));
    }
    if (const auto* failed = std::get_if<runtime::Unavailable>(&answer)) {
        return failed->outcome_unknown ? "unavailable, unknown" : "unavailable";
    }
    return "ok " + json::serialize(std::get<runtime::Answered>(answer).document);
}

class Simulation {
public:
    explicit Simulation(std::uint32_t seed) : random_(seed) {
        for (const char* form :
             {"request", "triage", "forum", "agency-answer", "choice", "assignment", "any"})
            forms_.add(form, {});
        disk_.heal();
        disk_.forget_files();
        // The salts of its WAL.
        sqlite3_test_control(SQLITE_TESTCTRL_PRNG_SEED, static_cast<int>(seed), nullptr);
    }
    ~Simulation() {
        disk_.heal();
        stop();
    }
    Simulation(const Simulation&) = delete;
    Simulation& operator=(const Simulation&) = delete;

    // All that was said, and how long the log is. Not its root: the store draws people's names in
    // the log from the system.
    std::string run() {
        constexpr int kTurns = 40;
        for (int turn = 0; turn < kTurns; ++turn)
            turn_once();
        disk_.heal();
        settle();
        check();
        return told_ + std::to_string(store_->audit().head().size);
    }

    [[nodiscard]] int unknown() const { return unknown_; }
    [[nodiscard]] int struck() const { return struck_; }
    [[nodiscard]] int power_cuts() const { return power_cuts_; }
    [[nodiscard]] std::size_t acknowledged() const { return acknowledged_.size(); }

private:
    struct Asked {
        core::Principal who;
        runtime::Asked what;
        std::string said;
    };

    std::uint32_t draw(std::size_t below) { return static_cast<std::uint32_t>(random_() % below); }

    void stop() {
        engine_.reset();
        store_.reset();
    }

    void start() {
        store_ = open_store(folder_.file("clarion.db"), FailingDisk::name());
        runtime::Services services{
            store_->cases(),
            store_->audit(),
            store_->outbox(),
            vault_,
            forms_,
            clock_,
            ids_,
            zones_,
            sha256_,
            log_,
            metrics_,
            kOrigin,
            [](std::string_view) {}};
        engine_ = std::make_unique<runtime::Engine>(services, std::vector{trial_bundle()});
    }

    // As a service's keeper: it is started again until it runs.
    bool is_up() {
        if (store_ && store_->must_restart()) stop();
        if (engine_) return true;
        bool is_started = false;
        survive([&] {
            start();
            is_started = true;
        });
        if (!is_started) stop();
        return is_started;
    }

    // What a broken disk may cause; anything else fails the test.
    template <class Act>
    void survive(const Act& act) {
        try {
            act();
        } catch (const ports::StoreUnavailable&) {
            ++struck_;
        } catch (const ports::CommitUnknown&) {
            ++struck_;
        }
    }

    void draw_fault() {
        constexpr std::array kFaults{
            Fault::io_error, Fault::disk_full, Fault::short_write, Fault::sync_error};
        if (draw(3) != 0) return;
        const Fault fault = kFaults[draw(kFaults.size())];
        const long calls = fault == Fault::sync_error ? 4 : 60;
        disk_.strike(
            fault,
            1 + static_cast<long>(random_() % static_cast<std::uint64_t>(calls)),
            draw(2) == 0
        );
    }

    void cut_power() {
        disk_.cut_power();
        stop();
        disk_.lose_unsynced(random_);
        ++power_cuts_;
    }

    void turn_once() {
        switch (draw(8)) {
            case 0:
            case 1:
                return submit();
            case 2:
                return wait();
            case 3:
                return deliver();
            case 4:
                return draw(2) == 0 ? cut_power() : stop();
            default:
                return act();
        }
    }

    std::string ask_once(const Asked& asked) {
        std::string said = "nothing";
        std::vector<runtime::Work> batch;
        batch.push_back(
            {{asked.who, "request"},
             asked.what,
             [&said](const runtime::Answer& answer) { said = said_by(answer); }}
        );
        survive([&] { engine_->run_batch(batch); });
        return said;
    }

    void ask(Asked asked) {
        constexpr int kTries = 12;
        for (int tries = 0;; ++tries) {
            if (tries < kTries) draw_fault();
            const bool is_served = is_up();
            asked.said = is_served ? ask_once(asked) : "nothing";
            disk_.heal();
            told_ += asked.said + '\n';
            if (asked.said.ends_with("unknown")) ++unknown_;
            if (asked.said.starts_with("ok") || asked.said.starts_with("refused")) break;
            REQUIRE(tries < 2 * kTries);
            look_again();
        }
        if (!asked.said.starts_with("ok")) return;
        if (draw(6) == 0) cut_power();
        acknowledged_.push_back(std::move(asked));
    }

    // The engine looks at its store again after a second.
    void look_again() {
        clock_.advance(std::chrono::seconds(2));
        if (is_up()) survive([&] { (void)engine_->fire_due_timers(16); });
    }

    runtime::Idempotency fresh_key() { return {"key-" + std::to_string(++keys_made_), {}}; }

    void submit() {
        const json::object form{
            {"applicant", {{"name", "Alex Example"}, {"birth_date", "1994-03-27"}}},
            {"contact", {{"any_time", true}, {"message", "none"}}},
            {"subject", {{"name", "Sam Sample"}, {"birth_date", "1988-05-12"}}}};
        auto front = person("front", {"intake_service"}, clock_.now());
        front.audit_ref = {};
        ask({front, runtime::SubmitRequest{json::value(form), fresh_key(), "service", "en", {}}, {}}
        );
        REQUIRE(acknowledged_.size() > 0);
        const json::value answer = json::parse(acknowledged_.back().said.substr(3));
        references_.emplace_back(answer.at("reference").as_string());
    }

    void act() {
        if (references_.empty()) return;
        const std::size_t newest = std::min<std::size_t>(references_.size(), 4);
        const std::string& reference = references_[references_.size() - 1 - draw(newest)];
        struct Step {
            const char* who;
            const char* role;
            const char* action;
            json::object form;
        };
        const std::array<Step, 5> steps{
            Step{"ines", "intake_officer", "triage", {{"grade", "high"}}},
            Step{"rhys", "researcher", "look_up", {}},
            Step{"rhys", "researcher", "research", {}},
            Step{"cora", "coordinator", "conclude", {}},
            Step{"dana", "decision_maker", "approve", {{"code", "disclosed"}}}};
        const Step& step = steps[draw(steps.size())];
        const auto version = version_of(reference);
        if (!version) return;
        ask(
            {person(step.who, {step.role}, clock_.now()),
             runtime::TakeAction{
                 reference, step.action, json::value(step.form), fresh_key(), version},
             {}}
        );
    }

    // As whoever acts on a case has just read it.
    std::optional<std::uint64_t> version_of(const std::string& reference) {
        std::optional<std::uint64_t> version;
        if (!is_up()) return version;
        survive([&] {
            version = store_->cases().find_case(*core::parse_reference(reference))->version;
        });
        return version;
    }

    void wait() {
        clock_.advance(std::chrono::minutes(1 + draw(3000)));
        draw_fault();
        if (is_up()) survive([&] { (void)engine_->fire_due_timers(64); });
        disk_.heal();
        settle();
    }

    void deliver() {
        std::vector<runtime::DeliveryJob> jobs;
        if (is_up()) survive([&] { jobs = engine_->take_deliveries(16); });
        for (const runtime::DeliveryJob& job : jobs) {
            const auto outcome = std::array{
                ports::DeliveryOutcome::done,
                ports::DeliveryOutcome::later,
                ports::DeliveryOutcome::impossible}[draw(3)];
            const ports::Delivery heard{outcome, "trouble", {{"outcome", "no_trace"}}};
            const Asked asked{
                core::system_principal(), runtime::DeliveryResult{job.outbox_id, heard}, {}};
            draw_fault();
            if (draw(3) != 0 && is_up()) (void)ask_once(asked);  // or it is lost
            disk_.heal();
        }
    }

    void settle() {
        for (int tries = 0; tries < 4; ++tries)
            look_again();
        while (is_up() && engine_->do_later(4)) {
        }
        while (is_up() && engine_->fire_due_timers(64)) {
        }
    }

    void check() {
        REQUIRE(is_up());
        for (const Asked& asked : acknowledged_)
            CHECK(ask_once(asked) == asked.said);
        CHECK(store_->cases().count_cases() == references_.size());
        CHECK_NOTHROW(store_->check_integrity());
        const runtime::StoreReport report =
            runtime::StoreCheck(
                {store_->cases(), store_->audit(), vault_, forms_, clock_, zones_, sha256_, kOrigin}
            )
                .run();
        CAPTURE(report.told.empty() ? std::string() : report.told.front());
        CHECK(report.faults == 0);
    }

    std::mt19937_64 random_;
    FailingDisk& disk_ = FailingDisk::instance();
    TemporaryFolder folder_;
    core::Sha256 sha256_ = keys::make_sha256();
    FakeKeyVault vault_{sha256_, "secret"};
    FakeClock clock_;
    FakeIds ids_;
    FakeZones zones_;
    FakeForms forms_;
    FakeLog log_;
    FakeMetrics metrics_;
    std::unique_ptr<sql::Store> store_;
    std::unique_ptr<runtime::Engine> engine_;
    std::vector<Asked> acknowledged_;
    std::vector<std::string> references_;
    std::string told_;
    int keys_made_ = 0;
    int unknown_ = 0;
    int struck_ = 0;
    int power_cuts_ = 0;
};

}  // namespace

TEST_CASE("simulated disk: whatever it does, what was acknowledged is there, whole and once") {
    const auto seeds = seeds_wanted(20);
    std::size_t acknowledged = 0;
    int unknown = 0;
    int power_cuts = 0;
    for (const std::uint32_t seed : seeds) {
        INFO(how_to_replay(seed, "crash/test_crash"));
        Simulation simulation(seed);
        (void)simulation.run();
        acknowledged += simulation.acknowledged();
        unknown += simulation.unknown();
        power_cuts += simulation.power_cuts();
    }
    MESSAGE(
        seeds.size(),
        " seeds, ",
        acknowledged,
        " acts acknowledged, ",
        unknown,
        " unknown outcomes, ",
        power_cuts,
        " cuts of the power"
    );
    if (seeds.size() > 1) CHECK(unknown > 0);
    if (seeds.size() > 1) CHECK(power_cuts > 0);
}

TEST_CASE("simulated disk: a seed does the same twice, another seed another") {
    const auto played = [](std::uint32_t seed) {
        Simulation simulation(seed);  // one at a time: there is one disk
        return simulation.run();
    };
    CHECK(played(11) == played(11));
    CHECK(played(11) != played(12));
}

}  // namespace clarion::test
