// Search tokens: keyed hashes of names, dates of birth, postcodes and telephone numbers of a
// request, so that a case can be found again and the store never knows by what.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/cases/process.hpp"
#include "engine/core/json.hpp"
#include "engine/core/postcode.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::runtime {

enum class TokenKind { name, surname, birth_date, postcode, telephone };

// Frozen: what is hashed. Names in lower case (Latin-1), without punctuation, single spaces;
// surnames as the last word of such a name;
// dates as they are; postcodes and numbers without anything but letters and digits.
[[nodiscard]] std::string normalise(TokenKind kind, std::string_view value);

[[nodiscard]] core::Digest search_token(
    ports::TokenKey& keys, TokenKind kind, std::string_view value
);

// Of the person at risk (the applicant, where the form names nobody else) and the subject together:
// the same two people give the same token. Empty unless both are named with their dates of birth:
// two people who only share their names are not taken for one.
[[nodiscard]] std::optional<core::Digest> pair_token(
    ports::TokenKey& keys, const core::json::object& form
);

// Of everybody in the form, without repeats.
[[nodiscard]] std::vector<core::Digest> search_tokens(
    ports::TokenKey& keys, const core::json::object& request, const core::PostcodeRule& postcodes
);

// What a case that was opened with this request is found by, under one key.
[[nodiscard]] std::vector<core::Digest> tokens_of_case(
    ports::TokenKey& key, const core::json::object& request, const core::Process& process
);

// Under the token key in use, and while that is turned under the one to come as well.
[[nodiscard]] std::vector<core::Digest> tokens_to_keep(
    ports::KeyVault& keys, const core::json::object& request, const core::Process& process
);

}  // namespace clarion::runtime
