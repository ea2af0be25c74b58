// Carry: what a case that goes on from another takes with it, as the effect's params say.
//
// `carry`: context paths that go over at the same place; without it the request and the contact
// plan. `form`: how the form that the other workflow opens with is filled, one rule a row:
//
//     {"to": "person_at_risk", "from": ["request.person_at_risk", "request.applicant"],
//      "only": ["name", "birth_date"]}          the first that is there, and only so much of it
//     {"to": "source", "value": "withdrawn_request"}
//     {"to": "children.any", "from": ["request.children.any"],
//      "words": {"yes": "yes", "rather_not_say": "not_known"}}     one form's word for the other's
//
// A later row lays over an earlier one; one that finds nothing, or a word that it does not know,
// leaves what was there.
// Without `form` the request goes over as it is. Who is kept from the one case is kept from the
// other, whatever the params say.
#pragma once

#include "engine/core/json.hpp"
#include "engine/core/statechart/context.hpp"

namespace clarion::core {

struct Carried {
    json::object form;     // what the new case is opened with
    json::object context;  // beside it
};

[[nodiscard]] Carried carry(const statechart::Context& from, const json::object& params);

}  // namespace clarion::core
