// AccessWork: what people do about access itself: uncover who asked, break a glass, look after
// alerts. Parts of Asked (see work.hpp).
#pragma once

#include <string>

#include "engine/core/cases/refusal.hpp"
#include "engine/runtime/body.hpp"

namespace clarion::runtime {

// The edge refused by itself; this puts it on record. Answer: the refusal, once that is durable.
struct RefuseAttempt {
    std::string attempted;  // the row of the route table, such as get.api.v1.cases
    core::Refusal refusal;
};

// One person's identity, for a minute on the page. Answer: {role, person, shown_for_s}.
struct RevealPerson {
    std::string reference;
    std::string role;  // applicant, person_at_risk, children, recipient
    Body form;         // {reason}
};

// See a case that is kept from one's duty, for about an hour, with supervisors told at once.
// Answer: {reference, until}.
struct BreakGlass {
    std::string reference;
    Body form;  // {reason}
};

// What waits for a supervisor, or what was settled, newest first. Answer: {items, next_cursor}.
struct ListAlerts {
    bool settled = false;
    std::string cursor{};  // empty for the first page
};
// Somebody signed in or out, or was refused: type signed_in, signed_out, signed_out_by_provider,
// access_revoked, access_restored, access_ended, or, of an emergency pass, emergency_pass_made,
// emergency_pass_approved and emergency_sign_in, which is an alert as well. Answer: {}.
struct RecordSignIn {
    std::string type;
};

// The service found by itself what a supervisor must look at, such as a catalogue that nobody
// keeps. Raised and told once for each `once`. For the program alone. Answer: {}.
struct RaiseAlert {
    std::string rule;
    std::string once;
};

// Answer: {id, finding}.
struct SettleAlert {
    std::string id;
    Body form;  // {finding, note}
};

}  // namespace clarion::runtime
