// KeyTurn: every case's data key, and those of later work and of what auditors keep, wrapped by the
// newest key-encryption key, some cases at a time, while the service goes on. What was done stays
// done; who begins again passes it over.
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: an attempt of the unit of work is under way.
// Failure:   KeyUnavailable when the keys cannot be read again; CaseDamaged for a wrapped key that
//            does not open: it stays as it is, and the turn cannot end before it is repaired.
#pragma once

#include "engine/ports/case_store.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

struct KeyTurnParts {
    ports::CaseStore& store;
    ports::KeyVault& keys;
    AuditRecorder& recorder;
};

class KeyTurn {
public:
    explicit KeyTurn(KeyTurnParts parts) : parts_(parts) {}

    // The first part reads the keys again; the first and the last leave an entry in the log.
    [[nodiscard]] Outcome go_on(const Caller& caller, const TurnKeys& asked);

private:
    [[nodiscard]] bool rewrap(const ports::CaseRow& row);
    void rewrap_later_work();
    void rewrap_audit_requests();
    void record(const Caller& caller, const char* type);

    KeyTurnParts parts_;
};

}  // namespace clarion::runtime
