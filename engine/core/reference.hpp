// References: how people name a case. Eight random characters and a check, shown as 7K3M-2QXT-C.
//
// The alphabet has no lookalikes (0 1 I L O U are missing). The check is ISO 7064's hybrid system
// for 30 characters: any one wrong character is caught, and all but few swapped neighbours.
// Frozen: stored, printed and read out on the telephone.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/ids.hpp"

namespace clarion::core {

inline constexpr std::string_view kReferenceAlphabet = "23456789ABCDEFGHJKMNPQRSTVWXYZ";
inline constexpr std::size_t kReferenceBodyLength = 8;

// Requires: `body` is of the alphabet.
[[nodiscard]] char check_character(std::string_view body);

// The stored form, nine characters, of eight drawn at random. Requires: they are of the alphabet.
[[nodiscard]] Reference make_reference(std::string_view body);

// As people write it: upper or lower case, with or without dashes and spaces. Empty when it cannot
// be a reference, or when its check does not fit.
[[nodiscard]] std::optional<Reference> parse_reference(std::string_view written);

// 7K3M-2QXT-C
[[nodiscard]] std::string format_reference(const Reference& reference);

}  // namespace clarion::core
