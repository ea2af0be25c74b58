// QueryParts: what the queries are made of. Every query is a read that leaves its entries in the
// log; what it answers goes out only after they are durable.
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: an attempt of the unit of work is under way.
#pragma once

#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/form_checker.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/definitions.hpp"

namespace clarion::runtime {

struct QueryParts {
    ports::CaseStore& store;
    ports::AuditLog& log;
    ports::KeyVault& keys;
    const ports::FormChecker& forms;
    const ports::Clock& clock;
    ports::Log& diary;
    ports::Metrics& metrics;
    core::Sha256 sha256;
    Definitions& definitions;
    CaseVault& vault;
    AuditRecorder& recorder;
    const AuditSubject& nowhere;  // see CaseAccess
};

// At most so many rows a page: each one shown is an entry in the log.
inline constexpr int kPageRowsMax = 25;

}  // namespace clarion::runtime
