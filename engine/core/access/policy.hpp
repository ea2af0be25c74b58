// Policy: who may know of a case, and what they may do beside its workflow actions. One module for
// API, console and audit.
//
// Source: design 7; Data Protection Act 2018 s.66(2) (need to know).
#pragma once

#include <string_view>

#include "engine/core/access/principal.hpp"

namespace clarion::core {

enum class Permission {
    submit_request,     // bring a request in
    know_cases,         // lists, case pages, timelines, diagrams
    answer_for_agency,  // own agency requests, nothing else
    read_audit,         // events, checkpoint, tiles, proofs
    read_reports,
    read_workflows,
    keep_records,  // reviews, holds and erasure of closed cases
};

// Deny by default: true only where a role grants it.
[[nodiscard]] bool allows(const Principal& principal, Permission permission);

// Whether a role that a workflow grants something to is one this person acts in: an agency's people
// act as its members alone, whatever other roles they bear.
[[nodiscard]] bool acts_as(const Principal& principal, std::string_view role);

// Roles that exist, for the linter.
[[nodiscard]] const std::vector<std::string>& known_roles();

}  // namespace clarion::core
