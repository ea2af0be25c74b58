// What people ask about keeping closed cases: reviews, holds, erasure.
#pragma once

#include <string>

#include "engine/runtime/body.hpp"

namespace clarion::runtime {

// Closed cases that are due to be looked at, at most 25 a page.
struct ListRetention {
    std::string cursor;
};
// How long one case is kept, what stands in the way of its end, and what the caller may do.
struct ReadRetention {
    std::string reference;
};
// review, hold, release, approve or cancel.
struct TakeRetentionAct {
    std::string reference;
    std::string act;
    Body form;
    Idempotency idempotency;
};

}  // namespace clarion::runtime
