// UnitOfWork: one batch's transaction, and one savepoint at a time in it. What is remembered beside
// the store (open cases, log names, the log's size) follows what the store keeps and takes back.
//
// Ownership: borrows all.
// Threads:   engine thread only.
#pragma once

#include <concepts>

#include "engine/ports/case_store.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_damaged.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/lost_race.hpp"
#include "engine/runtime/wake_times.hpp"

namespace clarion::runtime {

class UnitOfWork {
public:
    UnitOfWork(ports::CaseStore& store, CaseVault& vault, AuditRecorder& recorder, WakeTimes& wake);

    void begin();
    void commit();
    void rollback() noexcept;

    // Runs `act` in a savepoint. What it did is kept when it answers true, else taken back; so it
    // is when a race was lost or the case is damaged. After any other exception the batch must be
    // rolled back.
    template <std::predicate Act>
    bool attempt(Act&& act) {
        store_.open_savepoint();
        try {
            if (act()) {
                store_.release_savepoint();
                settle();
                return true;
            }
        } catch (const LostRace&) {
            undo();
            throw;
        } catch (const CaseDamaged&) {
            undo();
            throw;
        }
        undo();
        return false;
    }

private:
    void settle();
    void undo();

    ports::CaseStore& store_;
    CaseVault& vault_;
    AuditRecorder& recorder_;
    WakeTimes& wake_;
};

}  // namespace clarion::runtime
