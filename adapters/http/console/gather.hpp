// Gather: several questions to the engine for one page, answered together.
//
// Threads: gather() on an io thread; the engine answers on its own; `draw` runs on the connection's
// thread.
#pragma once

#include <functional>
#include <vector>

#include "adapters/http/router.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http::console {

using Answers = std::vector<runtime::Answer>;  // in the order of the questions
using Draw = std::function<Response(const Answers&)>;

// A queue that is full answers `unavailable` for what it did not take.
void gather(
    runtime::WorkQueue& queue, const Call& call, std::vector<runtime::Asked> asked, Draw draw
);

}  // namespace clarion::http::console
