// Parting: where a stored case and a candidate version of its workflow part ways, and why.
//
// The case's own events are given to the candidate as the commands they were, at the instants they
// came. What is not stored is taken for granted: that a sign-in was fresh enough.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/cases/decide.hpp"
#include "engine/core/versions/migration.hpp"

namespace clarion::core {

struct Parting {
    std::uint64_t sequence = 0;  // of the event
    std::string event;           // its type
    std::string why;             // names of states, actions, fields and limits; no data of a person
};

// Everything wrong with a form by the candidate's schema.
using CheckForm =
    std::function<std::vector<FieldError>(const std::string& form, const json::value& filled)>;

struct CandidateVersion {
    const Process& process;
    CheckForm check;
};

// Empty: the candidate goes the same way to the end. `last`: the bundle the case is at.
[[nodiscard]] std::optional<Parting> find_parting(
    const ProcessOf& process_of,
    const BundleHash& last,
    const CandidateVersion& candidate,
    const NewCase& identity,
    const std::vector<CaseEvent>& events
);

}  // namespace clarion::core
