// AgencyQueries: what the staff see of a case's agencies: whom it asked, what each would be sent
// and what it said.
//
// Threads: engine thread only.
#pragma once

#include "engine/runtime/case_access.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

class AgencyQueries {
public:
    explicit AgencyQueries(QueryParts parts)
        : parts_(parts), access_(parts.store, parts.clock, parts.nowhere) {}

    // {items:[{agency, title, due_at, paper, hash, withheld}]}: what issuing would send, for
    // whoever may issue. Covered as the case is; the hash is that of the paper itself.
    [[nodiscard]] Outcome preview(const Caller& caller, const PreviewPapers& asked);
    // {items:[{agency, title, due_at, version, hash, answer, answered_at}]}
    [[nodiscard]] Outcome of_case(const Caller& caller, const ListCaseAgencies& asked);

private:
    // The referral as the case's own form reads it.
    [[nodiscard]] core::Result<core::json::object, core::Refusal> draft_of(
        const Caller& caller, const CaseInHand& held, const Body& body
    );

    QueryParts parts_;
    CaseAccess access_;
};

}  // namespace clarion::runtime
