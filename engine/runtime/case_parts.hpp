// Case parts: who a case is about, what the agencies asked of it say, as the API tells them beside
// the record.
#pragma once

#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/statechart/context.hpp"
#include "engine/ports/case_store.hpp"

namespace clarion::runtime {

// [{role, name, other_names, birth_date}], as the request names them.
[[nodiscard]] core::json::array people_of(const core::json::value& request);

// [{agency, due_at, answer, answered_at, answers}]: each agency that was asked, with what it last
// said and how often it did. `due_at` is null when nothing is owed.
[[nodiscard]] core::json::array agencies_of(
    const core::statechart::Context& context, const std::vector<ports::TaskRow>& open_tasks
);

}  // namespace clarion::runtime
