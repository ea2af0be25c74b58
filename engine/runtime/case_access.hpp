// CaseAccess: from what a caller wrote to a case they may know of, or to the one answer that does
// not tell whether there is such a case.
//
// Threads: engine thread only.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/access/policy.hpp"
#include "engine/core/result.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

// The detail every entry about a case has: who, and which case, in words people know.
[[nodiscard]] core::json::object who_and_which(
    const Caller& caller, const core::Reference& reference
);

// Why somebody may look: a duty role, an agency's request, an audit, or the program itself.
[[nodiscard]] std::string why_of(const core::Principal& principal);

// How they stand to it, as far as lists of people tell. A broken glass is looked up in the store.
[[nodiscard]] core::Relation relation_to(
    const Caller& caller, const ports::CaseRow& row, bool has_broken_glass = false
);

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

// Who broke the glass of a case within this sees it. The alert that it raised is the proof.
inline constexpr std::chrono::hours kGlassWindow{1};
[[nodiscard]] std::string glass_mark(
    const core::PersonId& person, const core::CaseId& id, core::Instant at
);

class CaseAccess {
public:
    // `nowhere` stands in the log for a case that is not there, so that asking for it takes the
    // very road of asking for one that is not theirs.
    CaseAccess(ports::CaseStore& store, const ports::Clock& clock, const AuditSubject& nowhere)
        : store_(store), clock_(clock), nowhere_(nowhere) {}

    // `type`: what they try, for the log. Not theirs to know is `not_found`, like not there.
    [[nodiscard]] core::Result<ports::CaseRow, Refused> find(
        const Caller& caller, std::string_view written, std::string_view type
    );

    // A case that another one mentions, when the caller may know of it. Nobody tried anything:
    // what is not theirs to know is simply not there.
    [[nodiscard]] std::optional<ports::CaseRow> known(
        const Caller& caller, const core::Reference& reference
    );

    // Whether a case that was found otherwise, in a list or by a search, is there for the caller.
    [[nodiscard]] bool knows_of(const Caller& caller, const ports::CaseRow& row);

    // Whether the caller may change a case that was found, and not only look. `behind_glass`: by
    // something that may be done from there too.
    [[nodiscard]] bool acts_on(
        const Caller& caller, const ports::CaseRow& row, bool behind_glass = false
    );

    // A case whose glass the caller may break: theirs by duty, but walled. Others are `not_found`.
    [[nodiscard]] core::Result<ports::CaseRow, Refused> find_walled(
        const Caller& caller, std::string_view written, std::string_view type
    );

    // The agency's own request, open or answered. Another agency's is `not_found`, and one on a
    // case in which they declared a conflict. `declares`: they declare it, perhaps once more.
    struct AgencyTask {
        ports::TaskRow task;
        ports::CaseRow row;
    };
    [[nodiscard]] core::Result<AgencyTask, Refused> find_agency_task(
        const Caller& caller,
        const std::string& task_id,
        std::string_view type,
        bool declares = false
    );

private:
    [[nodiscard]] core::Relation relation_with(const Caller& caller, const ports::CaseRow& row);
    [[nodiscard]] Refused not_there(
        const Caller& caller, const core::Reference& reference, std::string_view type
    );
    // How they stand to it; empty: it is not there.
    void take_as_long(const Caller& caller, std::optional<core::Relation> relation);

    ports::CaseStore& store_;
    const ports::Clock& clock_;
    const AuditSubject& nowhere_;
};

}  // namespace clarion::runtime
