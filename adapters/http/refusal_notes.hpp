// What the route table refuses, put on record by the engine.
//
// Ownership: borrows queue and metrics; both must outlive the router.
// Failure:   a full queue or a store that cannot write means it was not put on record.
#pragma once

#include "adapters/http/router.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

[[nodiscard]] RefusalNotes notes_kept_by(runtime::WorkQueue& queue, ports::Metrics& metrics);

}  // namespace clarion::http
