// ExportRun: what an export of the log would hold is counted and hashed before it is asked for, and
// held against that again when it is fetched; both part by part, so that nobody waits for it.
//
// Threads: both on an io thread.
// Limits:  kExportPartsMax parts of 1,000 entries each; what is larger is an operator's to extract.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "adapters/http/part_run.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::http {

inline constexpr std::size_t kExportPartsMax = 20;

using TakeAnswer = std::function<void(runtime::Answer answer)>;

// Fills in `asked.found` and asks. `done` hears the engine's answer, on the engine's thread.
void ask_for_export(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::AskExport asked,
    core::Sha256 sha256,
    TakeAnswer done
);

// One file of an export; drawn as it was agreed to, or refused where it is no longer that.
void fetch_export(
    runtime::WorkQueue& queue,
    const Call& call,
    runtime::ReadExport asked,
    core::Sha256 sha256,
    DrawFailure draw_failure
);

}  // namespace clarion::http
