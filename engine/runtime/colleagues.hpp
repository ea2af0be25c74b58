// Colleagues: who works on cases, and so whom a case can be given to. A form's field marked
// `"x-choices": "colleagues"` takes the id of one of them and nothing else.
//
// Threads: engine thread only.
#pragma once

#include <vector>

#include "engine/core/cases/refusal.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::runtime {

[[nodiscard]] ports::Colleague colleague_of(const core::Principal& principal);

// The schema with today's colleagues in it: `enum`, their names in `x-titles`, and the example.
[[nodiscard]] core::json::object with_colleagues(
    ports::CaseStore& store, const core::json::object& schema
);

// Fields that name nobody we know.
[[nodiscard]] std::vector<core::FieldError> check_colleagues(
    ports::CaseStore& store, const core::json::object& schema, const core::json::value& form
);

}  // namespace clarion::runtime
