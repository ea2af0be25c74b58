// Cursor: where a list goes on, sealed so that it comes back only as it was given and only to whom.
//
// Failure: a cursor of another person, list or key, or changed on the way, is no cursor.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "adapters/http/router.hpp"

namespace clarion::http {

// `list` names path and filters the cursor belongs to.
[[nodiscard]] std::string seal_cursor(
    std::string_view key,
    const core::Principal& principal,
    std::string_view list,
    std::string_view cursor
);
[[nodiscard]] std::optional<std::string> open_cursor(
    std::string_view key,
    const core::Principal& principal,
    std::string_view list,
    std::string_view sealed
);

}  // namespace clarion::http
