// CaseAccess: from what a caller wrote to a case they may know of, or to the one answer that does
// not tell whether there is such a case.
//
// Threads: engine thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/access/policy.hpp"
#include "engine/core/result.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

// The detail every entry about a case has: who, and which case, in words people know.
[[nodiscard]] core::json::object who_and_which(
    const Caller& caller, const core::Reference& reference
);

// Why somebody may look: a duty role, an agency's request, an audit, or the program itself.
[[nodiscard]] std::string why_of(const core::Principal& principal);

// Looking at one case. `fields`: names of the classes seen, in order of the alphabet.
[[nodiscard]] AuditNote consultation(
    const Caller& caller,
    const ports::CaseRow& row,
    std::string_view type,
    std::vector<std::string> fields
);

// Whom a disclosure tells, as the leaf may say it: a code of the workflow, such as agency_health.
// What could be a name stands as `recipient_named`; the words themselves are in the sealed detail.
[[nodiscard]] std::string recipient_in_log(std::string_view code);

// Somebody tried what is refused, and no case that they may know of is concerned. Nothing is
// written for a caller whom nobody signed in: strangers must not be able to fill the log.
[[nodiscard]] Outcome refuse_attempt(
    const Caller& caller, std::string_view type, core::Refusal refusal
);
// The same, where it is their roles that do not allow it.
[[nodiscard]] Outcome refuse_permission(const Caller& caller, std::string_view type);

class CaseAccess {
public:
    explicit CaseAccess(ports::CaseStore& store) : store_(store) {}

    // `type`: what they try, for the log. Not theirs to know is `not_found`, like not there.
    [[nodiscard]] core::Result<ports::CaseRow, Refused> find(
        const Caller& caller, std::string_view written, std::string_view type
    );

    // A case that another one mentions, when the caller may know of it. Nobody tried anything:
    // what is not theirs to know is simply not there.
    [[nodiscard]] std::optional<ports::CaseRow> known(
        const Caller& caller, const core::Reference& reference
    );

    // The agency's own request, open or answered. Another agency's is `not_found`.
    struct AgencyTask {
        ports::TaskRow task;
        ports::CaseRow row;
    };
    [[nodiscard]] core::Result<AgencyTask, Refused> find_agency_task(
        const Caller& caller, const std::string& task_id, std::string_view type
    );

private:
    ports::CaseStore& store_;
};

}  // namespace clarion::runtime
