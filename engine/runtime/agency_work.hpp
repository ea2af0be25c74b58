// AgencyWork: what agencies ask and answer, and what the staff ask about them. Parts of Asked (see
// work.hpp).
#pragma once

#include <string>

#include "engine/runtime/body.hpp"

namespace clarion::runtime {

// An agency answers its request, or one of its people says that they have an interest in the case
// and hands it on. Answer: {id, answered: true}.
struct AnswerAgencyRequest {
    std::string task_id;
    Body form;
    Idempotency idempotency;
    bool is_conflict = false;
};

struct ListAgencyRequests {};
// What each agency would be sent; nothing is sent.
struct PreviewPapers {
    std::string reference;
    Body form;
};
// Whom a case asked, what they were sent and what they said, for the staff.
struct ListCaseAgencies {
    std::string reference;
};
struct ReadAgencyRequest {
    std::string task_id;
};

}  // namespace clarion::runtime
