// CaseWriter: puts one step of a case into the store: snapshot, event, timers, tasks, outbox rows.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Failure: throws LostRace when somebody else moved the case; the attempt is taken back and tried
//          again.
#pragma once

#include <string>
#include <vector>

#include "engine/core/cases/decide.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/ports/outbox.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/lost_race.hpp"
#include "engine/runtime/wake_times.hpp"

namespace clarion::runtime {

struct CaseStores {
    ports::CaseStore& store;
    ports::Outbox& outbox;
    ports::KeyVault& keys;
    ports::IdSource& ids;
};

class CaseWriter {
public:
    CaseWriter(CaseStores stores, CaseVault& vault, WakeTimes& wake);

    // A case that was not there. `accepted` came from open_case.
    [[nodiscard]] CaseInHand create(
        ProcessHandle process, const core::NewCase& identity, core::Accepted accepted
    );
    // The next step of a case that is there. `accepted` came from decide on `before`.
    [[nodiscard]] CaseInHand advance(const CaseInHand& before, core::Accepted accepted);
    // The same for a case that goes on under another version. `accepted` came from migrate.
    [[nodiscard]] CaseInHand move(
        const CaseInHand& before, ProcessHandle to, core::Accepted accepted
    );
    // Makes the store's timers those of the snapshot, `late` moved to `until`.
    void rearm(const CaseInHand& held, const std::string& late, core::Instant until);
    // Moves one timer of a case that cannot be opened.
    void postpone(const ports::TimerRow& late, core::Instant until);

private:
    void seal_into_row(CaseInHand& held, core::Accepted& accepted);
    void write_rest(
        const CaseInHand* before,
        const CaseInHand& held,
        const core::CaseEvent& event,
        const std::vector<core::Effect>& effects
    );
    void write_timers(const CaseInHand* before, const CaseInHand& held);
    void write_tasks(const CaseInHand* before, const CaseInHand& held, core::Instant at);
    void write_effects(
        const CaseInHand& held, const core::CaseEvent& event, const std::vector<core::Effect>& all
    );

    // A closed case has its period of retention, which begins anew with each step.
    void write_retention(const CaseInHand* before, const CaseInHand& held, core::Instant at);

    CaseStores stores_;
    CaseVault& vault_;
    WakeTimes& wake_;
};

}  // namespace clarion::runtime
