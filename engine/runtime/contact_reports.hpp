// ContactReports: somebody says on the public pages that contact is no longer safe. It may be who
// asked, and it may be who must not know: so nothing comes back that depends on whether there is a
// case, and all it does is to stop messages and calls until a supervisor has looked.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Limits:  tells at most kTellMax cases of one person.
// Failure: lets StoreUnavailable and LostRace through.
#pragma once

#include <set>

#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"
#include "engine/runtime/system_events.hpp"

namespace clarion::runtime {

class ContactReports {
public:
    ContactReports(QueryParts parts, SystemEvents& events) : parts_(parts), events_(events) {}

    [[nodiscard]] Outcome take(const Caller& caller, const ReportContactUnsafe& report);

private:
    [[nodiscard]] std::set<core::CaseId> meant_by(const ReportContactUnsafe& report);
    void add_cases_of(const ReportContactUnsafe& report, std::set<core::CaseId>& found);

    QueryParts parts_;
    SystemEvents& events_;
};

}  // namespace clarion::runtime
