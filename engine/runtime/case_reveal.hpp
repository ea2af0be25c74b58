// CaseReveal: the two ways past what a case's page covers: uncovering one person, and breaking the
// glass of a case that is kept from one's duty. Both are acts of their own, on record with a
// reason.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
#pragma once

#include "engine/runtime/alert_desk.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

// How long a page shows what was uncovered.
inline constexpr std::chrono::seconds kRevealedFor{60};

class CaseReveal {
public:
    CaseReveal(QueryParts parts, AlertDesk& alerts)
        : parts_(parts), alerts_(alerts), access_(parts.store, parts.clock, parts.nowhere) {}

    [[nodiscard]] Outcome reveal(const Caller& caller, const RevealPerson& asked);
    [[nodiscard]] Outcome break_glass(const Caller& caller, const BreakGlass& asked);

private:
    QueryParts parts_;
    AlertDesk& alerts_;
    CaseAccess access_;
};

}  // namespace clarion::runtime
