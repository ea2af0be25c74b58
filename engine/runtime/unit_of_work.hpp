// UnitOfWork: one batch's transaction, and one act at a time in it, each all or nothing. What is
// remembered beside the store (open cases, log names, the log's size) follows what the store keeps
// and takes back.
//
// An act that is refused has written nothing, almost always, so nothing has to be undone; and a
// savepoint costs as much as an act's own rows, since the store keeps the pages as they were. A
// batch that can be run again therefore goes without, and asks to be run again with them when an
// act fails after it has written.
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

enum class Savepoints { each_act, none };

// An act failed after writing, in a batch without savepoints. Take the batch back, and run it again
// with them.
struct NeedsSavepoints {};

class UnitOfWork {
public:
    UnitOfWork(ports::CaseStore& store, CaseVault& vault, AuditRecorder& recorder, WakeTimes& wake);

    void begin(Savepoints savepoints = Savepoints::each_act);
    void commit();
    void rollback() noexcept;

    // Runs `act` as a batch of its own: all of it is kept, or, when anything is thrown, nothing.
    template <std::invocable Act>
    void whole(Act&& act) {
        begin();
        try {
            act();
            commit();
        } catch (...) {
            rollback();
            throw;
        }
    }

    // Runs `act`. What it did is kept when it answers true, else taken back; so it is when a race
    // was lost or the case is damaged. After any other exception, NeedsSavepoints among them, the
    // batch must be rolled back.
    template <std::predicate Act>
    bool attempt(Act&& act) {
        open();
        try {
            if (act()) {
                keep();
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
    void open();
    void keep();
    void undo();
    void settle();

    ports::CaseStore& store_;
    CaseVault& vault_;
    AuditRecorder& recorder_;
    WakeTimes& wake_;
    Savepoints savepoints_ = Savepoints::each_act;
    std::uint64_t written_before_ = 0;  // the act at hand
};

}  // namespace clarion::runtime
