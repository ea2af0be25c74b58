// Reads a definition strictly: everything wrong with it is told at once, each with its JSON
// pointer.
#pragma once

#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/core/statechart/definition.hpp"
#include "engine/core/statechart/problem.hpp"

namespace clarion::core::statechart {

// `published`: named delays allowed in `after`; `case_file`: `after` in milliseconds, named guards
// yes, no, never.
enum class Dialect { published, case_file };

[[nodiscard]] Result<Definition, std::vector<Problem>> read_definition(
    const json::value& document, Dialect dialect
);

}  // namespace clarion::core::statechart
