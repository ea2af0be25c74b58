// ContactReports: somebody says on the public pages that contact is no longer safe. It may be who
// asked, and it may be who must not know: so nothing comes back that depends on whether there is a
// case, not even how long it takes. A report is stored and answered; the cases it means are looked
// for afterwards (LaterWatch), and all it does is to stop messages and calls until a supervisor has
// looked.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Limits:  tells at most kTellMax cases of one person.
// Failure: lets StoreUnavailable and LostRace through.
#pragma once

#include <optional>
#include <set>
#include <vector>

#include "engine/runtime/later_work.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"
#include "engine/runtime/system_events.hpp"

namespace clarion::runtime {

class ContactReports {
public:
    ContactReports(QueryParts parts, SystemEvents& events, LaterWork& later)
        : parts_(parts), events_(events), later_(later) {}

    // Writes it down, whatever it means.
    [[nodiscard]] Outcome take(const Caller& caller, const ReportContactUnsafe& report);
    // Tells the cases it means. False: some could not be read, and were added to `damaged`; then
    // `data` says who was told, and is to be heeded again.
    [[nodiscard]] bool heed(core::json::object& data, std::vector<CaseDamaged>& damaged);

private:
    struct Search;
    void look_for_reference(Search& search);
    void look_for_person(Search& search);
    [[nodiscard]] std::set<core::CaseId> candidates_of(const ReportContactUnsafe& report);
    [[nodiscard]] bool tell(const Caller& nobody, const core::CaseId& id, const Search& search);

    QueryParts parts_;
    SystemEvents& events_;
    LaterWork& later_;
};

}  // namespace clarion::runtime
