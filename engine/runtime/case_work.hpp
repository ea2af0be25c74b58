// CaseWork: what every act on stored cases works with, wired: definitions, open cases, the log, one
// transaction, what is written.
//
// Ownership: keeps the services it is given, which borrow; owns the rest.
// Threads:   engine thread only.
#pragma once

#include <utility>

#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/case_writer.hpp"
#include "engine/runtime/definitions.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/unit_of_work.hpp"
#include "engine/runtime/wake_times.hpp"

namespace clarion::runtime {

struct CaseWork {
    explicit CaseWork(Services given)
        : services(std::move(given)),
          definitions(services.store, services.forms, services.zones, services.sha256),
          vault(services.store, services.keys, definitions),
          recorder(
              {services.audit,
               services.store,
               services.keys,
               services.ids,
               services.clock,
               services.sha256,
               services.log_origin},
              vault
          ),
          wake(services.store, services.outbox, services.clock, services.store_is_shared),
          unit(services.store, vault, recorder, wake),
          writer({services.store, services.outbox, services.keys, services.ids}, vault, wake) {}

    Services services;
    Definitions definitions;
    CaseVault vault;
    AuditRecorder recorder;
    WakeTimes wake;
    UnitOfWork unit;
    CaseWriter writer;
};

}  // namespace clarion::runtime
