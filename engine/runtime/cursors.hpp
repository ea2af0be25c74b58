// Cursors: a place in a list, given to a caller and taken back. Covered and signed: nobody reads
// which case a page ended with, which need not be one of theirs, and what comes back is what went
// out, for the same list.
//
// The signature is also what the cover is made of (a synthetic initialisation vector): the same
// place gives the same cursor, and any two places have covers of their own. All cursors of short
// places are of one length.
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
