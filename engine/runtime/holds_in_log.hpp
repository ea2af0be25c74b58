// Whether the signed log knows of a retention hold that a case's row has lost: a row can be written
// by whoever can write the store, an entry of the signed log cannot.
//
// Threads: engine thread only. Requires: a batch is open, or nobody writes.
#pragma once

#include "engine/core/ids.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/retention_store.hpp"

namespace clarion::runtime {

// True when people placed more holds than were lifted and the row still has. The hold that the
// policy places has no entry of its own; where it was lifted, the loss of one other is not seen.
[[nodiscard]] bool lacks_a_hold(
    ports::AuditLog& log, const core::AuditRef& subject, const ports::RetentionRow& row
);

}  // namespace clarion::runtime
