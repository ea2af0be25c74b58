// Walls: who is kept from a case, or let to it, beside what their duty lets them know.
//
// Stored beside the case, one a line, so that lists and look-ups need not open it. Frozen: stored.
//   conflict:<person>   declared an interest of their own; the case is not there for them
//   sealed              known to its readers alone
//   reader:<person>     of a sealed case
// To add one: here, in walls_of() of the projection, and a relation in policy.hpp if it is a new
// way to stand to a case.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/json.hpp"
#include "engine/core/statechart/context.hpp"

namespace clarion::core {

struct Walls {
    std::set<PersonId> conflicted;
    std::set<PersonId> readers;
    bool sealed = false;
};

[[nodiscard]] Walls read_walls(const std::vector<std::string>& lines);
[[nodiscard]] std::vector<std::string> written(const Walls& walls);

// Where a case's record says so. Whatever goes on from it in another case is walled like it.
inline constexpr std::string_view kConflictsPath = "staff_conflicts";
inline constexpr std::string_view kAgencyConflictsPath = "conflicts";  // of agencies' people
inline constexpr std::string_view kSealPath = "seal";

// What the case's record says: `staff_conflicts` and `conflicts`, lists of what was recorded with
// `by`, and
// `seal`, recorded with `by`, whose form names its `readers`, and whom of the staff it `concerns`:
// they are kept from it like somebody who declared a conflict. Who seals a case can read it.
[[nodiscard]] Walls walls_of(const statechart::Context& context);

}  // namespace clarion::core
