// References to states as XState writes them: `#id`, `#id.child`, `.child`, `sibling`,
// `sibling.child`.
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/statechart/definition.hpp"

namespace clarion::core::statechart {

// `#id`, or `#id` and a path of keys below it.
[[nodiscard]] std::optional<StateIndex> find_by_reference(
    const Definition& definition, std::string_view reference
);

// The state that a target written on `source` means. Empty: there is none.
[[nodiscard]] std::optional<StateIndex> find_target(
    const Definition& definition, StateIndex source, std::string_view target
);

// The state that a path of keys below `from` means; a backslash keeps a dot as it is.
[[nodiscard]] std::optional<StateIndex> find_by_path(
    const Definition& definition, StateIndex from, std::string_view path
);

}  // namespace clarion::core::statechart
