// CaseSnapshot: all that is known of one case after its last event. Replaying the events gives it
// byte for byte.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/core/statechart/machine.hpp"

namespace clarion::core {

struct Process;

struct CaseSnapshot {
    CaseId id;
    Reference reference;
    BundleHash bundle;
    std::uint64_t version = 0;  // number of events
    Instant received_at;
    Instant at;  // of the last event
    statechart::MachineState machine;
    // Per action, everybody who took it since the review round began: the memory of `differs_from`.
    std::map<std::string, std::vector<PersonId>, std::less<>> taken_by;
    // When each active state with a task or a delay was entered: limits count from there. Those
    // that a history state remembers are kept, so that an interruption gives nobody more time.
    std::map<statechart::StateIndex, Instant> tasks_since;
};

// Frozen: stored. Equal snapshots give equal text.
[[nodiscard]] std::string serialise(const Process& process, const CaseSnapshot& snapshot);
[[nodiscard]] Result<CaseSnapshot, std::string> read_snapshot(
    const Process& process, std::string_view stored
);

}  // namespace clarion::core
