// Cursors: a place in a list, given to a caller and taken back. Sealed as cases are, under a key of
// their own: nobody reads which case a page ended with, which need not be one of theirs, and what
// comes back is what went out, for the same list, on any node that has the same keys.
//
// Limits: a random nonce each, so 2^32 cursors under one key set (`DECISIONS.md` 4). All cursors of
//         short places are of one length.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::runtime {

// `list`: which list it is a place in, with all that narrows it.
[[nodiscard]] std::string make_cursor(
    ports::KeyVault& keys, std::string_view list, const core::json::object& place
);
// Empty when it was not made here, or for another list.
[[nodiscard]] std::optional<core::json::object> read_cursor(
    ports::KeyVault& keys, std::string_view list, std::string_view cursor
);

}  // namespace clarion::runtime
