// What a text term of the auditors' query language looks at in an entry (ux.md 3.4).
#pragma once

#include <array>
#include <string_view>

#include "engine/core/json.hpp"

namespace clarion::core {

// The members that are words of the house; a store's index knows all values that they had.
inline constexpr std::array<std::string_view, 5> kWordMembers{"cls", "type", "org", "why", "out"};
// Those that are codes: as a whole or not at all, for a few letters stand in a random code too.
inline constexpr std::array<std::string_view, 3> kCodeMembers{"actor", "subj", "recipient"};

// Large and small letters (of ASCII) are the same, and `_` is a space.
[[nodiscard]] bool word_holds(std::string_view word, std::string_view text);

// One of its words holds `text`, or one of its codes is it. Never a detail: those are sealed.
[[nodiscard]] bool entry_says(const json::object& entry, std::string_view text);

}  // namespace clarion::core
