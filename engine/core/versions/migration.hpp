// Migration: a case moved from one published version of its workflow to another.
//
// No entry or exit action runs and nothing is sent: the case stands where the plan says, with what
// it knew and who did what. A timer goes on with its due instant where its state and delay go on;
// one that has fired stays fired; what the new version counts besides is armed from now.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/core/statechart/problem.hpp"

namespace clarion::core {

// As schemas/migration-plan.schema.json has it.
struct MigrationPlan {
    std::string workflow;  // such as dvds.right-to-ask
    std::string from;      // version
    std::string to;
    std::string to_hash = {};  // SHA-256 of its published bytes; empty: a trial's, not signed
    std::map<std::string, std::string, std::less<>> states;  // id of the old to id of the new
    json::object context;                                    // merged over the case's (RFC 7396)
    std::string reason;
};
[[nodiscard]] Result<MigrationPlan, std::vector<statechart::Problem>> read_plan(
    const json::object& document
);
// Everything in the plan that the two versions do not know; leaves of the old one that have no
// place in the new.
[[nodiscard]] std::vector<statechart::Problem> plan_problems(
    const MigrationPlan& plan, const Process& from, const Process& to
);

// Two people, by the names their keys are registered under; never the same.
struct MigrationPeople {
    std::string proposed_by;
    std::string approved_by;
    std::string plan_hash;
};

// The event and the snapshot after it; or why this case cannot be moved. Requires: the case is at
// `from`.
[[nodiscard]] Result<Accepted, std::string> migrate(
    const Process& from,
    const Process& to,
    const CaseSnapshot& before,
    const MigrationPlan& plan,
    const MigrationPeople& people,
    Instant now
);

using ProcessOf = std::function<const Process&(const BundleHash&)>;

// As apply and replay, over histories with migrations in them. `last`: the bundle the case is at.
[[nodiscard]] CaseSnapshot apply_in_history(
    const ProcessOf& process_of, const CaseSnapshot& before, const CaseEvent& event
);
[[nodiscard]] CaseSnapshot replay_history(
    const ProcessOf& process_of,
    const BundleHash& last,
    const NewCase& identity,
    const std::vector<CaseEvent>& events
);

}  // namespace clarion::core
