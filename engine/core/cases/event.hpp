// CaseEvent: what happened to a case, with all that the step depended on, so that it can be
// replayed for ever.
#pragma once

#include <string>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::core {

struct CaseEvent {
    std::uint64_t sequence = 0;  // 1, 2, 3 ... per case, without a gap
    std::string type;            // `request_received`, an action's name, a system event, or `timer`
    std::string timer;           // the fired timer's id, for `timer`
    json::object data;  // the form, or the system event's data; see open_case for the first event
    json::value actor;  // {person, name, roles, agency} or null for the program
    Instant at;
    std::vector<Instant> dues;  // each due instant the step asked for, in the order it asked
    // For people who read the history; derived by the step, not needed to replay it.
    std::string title;
    std::vector<std::string> entered;  // ids of states entered, in order
    std::vector<std::string> left;     // ids of states left, in order
};

// Frozen: stored.
[[nodiscard]] std::string serialise(const CaseEvent& event);
[[nodiscard]] Result<CaseEvent, std::string> read_event(std::string_view stored);

}  // namespace clarion::core
