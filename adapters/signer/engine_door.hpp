// EngineDoor: how the threads of this folder ask the engine.
//
// Threads: any but the engine's own.
#pragma once

#include "engine/runtime/work.hpp"

namespace clarion::signer {

// Puts work on the engine's queue and waits for the answer. The engine answers all that it took, so
// this ends; what it did not take is Unavailable.
[[nodiscard]] runtime::Answer ask_engine(
    runtime::WorkQueue& queue, std::string_view caller, runtime::Asked asked
);

}  // namespace clarion::signer
