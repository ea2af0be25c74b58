// HiddenLists: on which lists a case stands because it is kept from somebody, so that what is kept
// from them can be left out of what they count. Nobody asks for these lists by name.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"
#include "engine/core/ids.hpp"

namespace clarion::core {

// Frozen: stored.
inline constexpr std::string_view kSealedList = "sealed";
[[nodiscard]] std::string list_of_conflict(const PersonId& person);

// Where the case would wait if it were not sealed; empty: in no queue.
[[nodiscard]] std::string queue_within(const Process& process, const CaseSnapshot& snapshot);

}  // namespace clarion::core
