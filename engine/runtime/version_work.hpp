// What operators on the machine ask about stored cases and another version of their workflow. Some
// cases at a time, and never for long, so that nobody waits for it.
//
// A part begins after the case `after` (empty: with the first) and answers {cases: [...],
// looked_at, next|null, stored}; `stored`, how many cases there are, comes with the first part.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "engine/core/cases/process.hpp"
#include "engine/core/ids.hpp"
#include "engine/core/versions/migration.hpp"
#include "engine/ports/form_checker.hpp"

namespace clarion::runtime {

struct ListWorkflows {};
struct ReadWorkflow {
    std::string id;
    std::string version;
};

// Cases of the candidate's own workflow, closed ones too, given to the candidate as the commands
// they were; the others are passed over. `cases`: {reference, events, whole, damaged}, and where it
// parts ways {event, type, why}.
struct ReplayCases {
    std::shared_ptr<const core::Process> candidate;
    std::shared_ptr<const ports::FormChecker> forms;  // of the candidate
    std::optional<core::CaseId> after = std::nullopt;
    int limit = 64;
};

// Makes these bytes a version of the store that cases can be moved to, and offers it to no new
// request. Answer: {}.
struct KeepVersion {
    std::string bundle;
};

struct Migration {
    core::MigrationPlan plan;
    core::MigrationPeople people;
    std::shared_ptr<const core::Process> to;
};

// What is wrong between the plan and the bundles that cases at its `from` are pinned to: a profile
// may have changed without the definition's number. `cases` is how many of the part are at `from`;
// and there is {problems: [{pointer, reason}]}.
struct SurveyMove {
    std::shared_ptr<const Migration> migration;
    std::optional<core::CaseId> after = std::nullopt;
    int limit = 1024;
};

// Cases at `from`, each replayed on its own versions first. `cases`: {reference, moved, whole,
// damaged, why_not}. `dry`: all is tried, and nothing is written but that they were looked at.
// Otherwise the version is kept already, and each case is moved by one event and one entry.
struct MoveCases {
    std::shared_ptr<const Migration> migration;
    bool dry = true;
    std::optional<core::CaseId> after = std::nullopt;
    int limit = 64;
};

}  // namespace clarion::runtime
