// AuditRun: what an auditor asks of many entries, fetched from the engine part by part. Between two
// parts the engine does what others wait for.
//
// Threads: run_audit() on an io thread; the answer is made and drawn on the connection's.
// Limits:  kAuditPartsMax parts; what was not looked at is said (`complete` is false).
// Failure: what is not an answer, of any part, is drawn instead; a full queue is `unavailable`.
#pragma once

#include <functional>
#include <string>

#include "adapters/http/router.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

inline constexpr std::size_t kAuditPartsMax = 50;

using DrawFound = std::function<Response(const core::json::object& found)>;
using DrawNothing = std::function<Response(const runtime::Answer& answer)>;

// Without a question: {entries, size, complete, since, facets: {member: [{value, count}]}}.
// With one: {name, title, query, entries, size, complete, since, rows: [...], more}.
void run_audit(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadAuditPart asked,
    DrawFound draw,
    DrawNothing draw_nothing
);

}  // namespace clarion::http
