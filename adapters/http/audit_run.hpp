// AuditRun: what an auditor asks of many entries, part by part (PartRun).
//
// Threads: run_audit() on an io thread.
// Limits:  kAuditPartsMax parts; what was not looked at is said (`complete` is false).
#pragma once

#include <cstddef>

#include "adapters/http/part_run.hpp"

namespace clarion::http {

inline constexpr std::size_t kAuditPartsMax = 50;

// Without a question: {entries, size, complete, since, facets: {member: [{value, count}]}}.
// With one: {name, title, query, entries, size, complete, since, rows: [...], more}.
void run_audit(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadAuditPart asked,
    DrawMade draw,
    DrawFailure draw_failure
);

}  // namespace clarion::http
