// House: an engine in a world in memory, and the people who work with it. After every batch, timer
// and delivery the whole store is checked: each case's events replayed give what is stored.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "adapters/keys/sha256.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/steady_clock.hpp"
#include "engine/runtime/store_check.hpp"
#include "tests/support/fake_key_vault.hpp"
#include "tests/support/fake_machine.hpp"
#include "tests/support/fake_world.hpp"

namespace clarion::test {

namespace json = core::json;

// The workflow beside this file, as published bytes.
[[nodiscard]] std::string trial_bundle();
// The same, whose profile wants requests compared within a week.
[[nodiscard]] std::string comparing_bundle();
// Somebody asks about somebody, and may be written to at any time.
[[nodiscard]] json::object a_request();

// Every way of asking for one case by its reference.
[[nodiscard]] std::vector<runtime::Asked> every_look(const std::string& reference);

// Somebody says that contact is unsafe, and who they are.
[[nodiscard]] runtime::ReportContactUnsafe in_the_name_of(const char* name, const char* born);

// "ok {...}", "refused not_found", "unavailable", "unavailable, outcome unknown"
[[nodiscard]] std::string describe(const runtime::Answer& answer);
[[nodiscard]] const json::object& document(const runtime::Answer& answer);
[[nodiscard]] std::string text(const json::value& value);

class House {
public:
    House();
    ~House();  // beside the constructor: what it takes apart is compiled once
    House(const House&) = delete;
    House& operator=(const House&) = delete;

    // One piece of work in a batch of its own.
    runtime::Answer ask(const core::Principal& who, runtime::Asked asked);
    std::vector<runtime::Answer> ask_all(std::vector<std::pair<core::Principal, runtime::Asked>> all
    );
    // All that answers did not wait for and whose time has come.
    void do_later();
    bool fire_timers(int limit = 64);
    std::vector<runtime::DeliveryJob> take_deliveries(int limit = 64);
    runtime::Answer report(
        std::uint64_t outbox_id,
        ports::DeliveryOutcome outcome,
        std::string reason = {},
        json::object answer = {}
    );

    // What works on the same store while the engine rests.
    [[nodiscard]] runtime::Services services();
    // The newest engine starts where the last one stopped.
    void restart(const std::vector<std::string>& bundles = {trial_bundle()});

    // A request by `front`, and what its answer did not wait for; the reference.
    std::string submit(json::object form = a_request());
    // An action with a fresh key and the case's present version.
    runtime::Answer act(
        const core::Principal& who,
        const std::string& reference,
        const std::string& action,
        json::object form = {}
    );
    // As act(), and it must be done.
    void done(
        const core::Principal& who,
        const std::string& reference,
        const std::string& action,
        json::object form = {}
    );
    [[nodiscard]] runtime::TakeAction action(
        const std::string& reference, const std::string& name, json::object form = {}
    );

    [[nodiscard]] ports::CaseRow row_of(const std::string& reference);
    // The references of all cases but these.
    [[nodiscard]] std::vector<std::string> references_but(const std::vector<std::string>& known);
    [[nodiscard]] std::string states_of(const std::string& reference);
    [[nodiscard]] json::object context_of(const std::string& reference);
    [[nodiscard]] runtime::Idempotency fresh_key();

    // "type/out" of each entry after the first `from`, newest last.
    [[nodiscard]] std::string log_after(std::size_t from) const;
    [[nodiscard]] std::size_t logged() const { return world.disk.now.log.size(); }

    core::Principal intake, researcher, coordinator, officer, decision_maker, supervisor;
    core::Principal auditor, administrator, health, probation, front;

    core::Sha256 sha256 = keys::make_sha256();
    FakeWorld world{sha256};
    FakeKeyVault keys{sha256, "secret"};
    FakeClock clock;
    std::optional<runtime::SteadyClock> steady;  // since the last restart
    bool goes_by_steady = false;                 // or by the clock itself; heard at a restart
    FakeIds ids;
    FakeZones zones;
    FakeForms forms;
    FakeLog log;
    FakeMetrics metrics;
    bool shared = false;                  // other nodes write into the store; heard at a restart
    std::vector<std::string> clock_told;  // why this node's clock is off, or empty: it agrees
    std::vector<std::string> store_told;  // why the store fails, or empty: it is back
    std::unique_ptr<runtime::Engine> engine;
    std::set<core::Reference> canaries;        // heard at a restart
    std::set<std::string> damaged;             // ids of cases that need not be whole
    std::chrono::milliseconds later_spread{};  // heard at a restart
    bool is_watchful = true;  // false: check_everything() is left to the test, for long runs
    void check_everything();
    // What `clarion check` would find.
    [[nodiscard]] runtime::StoreReport checked();

private:
    void look_over() {
        if (is_watchful) check_everything();
    }
    void check_case(const ports::CaseRow& row);

    int keys_made_ = 0;
    [[nodiscard]] const core::Process& process_of(const core::BundleHash& hash);

    std::map<std::string, core::Process> processes_;  // by hash, as tests looked at them
};

}  // namespace clarion::test
