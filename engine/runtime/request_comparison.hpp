// RequestComparison: what other cases say of a request that has just come in. Whether who asks was
// known with another way to reach them, and how often the same people were asked about of late.
// Told to the new case alone, as `request_compared`; what follows is the workflow's to say, by
// `misuse` of its profile. Nothing of it reaches whoever asked.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Limits:  looks into at most kLookedInto cases of each person. Without `misuse` it looks at none.
// Failure: lets StoreUnavailable and LostRace through.
#pragma once

#include <map>
#include <set>
#include <string>

#include "engine/runtime/case_opener.hpp"
#include "engine/runtime/name_tokens.hpp"

namespace clarion::runtime {

class RequestComparison {
public:
    explicit RequestComparison(const OpenerParts& parts) : parts_(parts) {}

    // `from_network`: how many requests came from the same network within the hour, this one too;
    // 0: it is not known.
    void tell(const Caller& caller, const CaseInHand& opened, int from_network);

private:
    struct Seen;
    void look_for(const NamedPerson& person, const CaseInHand& opened, Seen& seen);
    [[nodiscard]] std::set<core::CaseId> cases_naming(const NamedPerson& person);

    const OpenerParts& parts_;
};

}  // namespace clarion::runtime
