// Name tokens: keyed hashes of how people's names sound, alone and with a date of birth or a
// postcode, so that somebody is found however their name was spelt, on either side, and the store
// knows no name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/postcode.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::runtime {

// Somebody a request names. Postcodes are those inside their addresses too, by what one looks like
// where the force is; a house number that looks like one is taken for one.
struct NamedPerson {
    std::string role;  // applicant, person_at_risk, subject
    std::vector<std::string> names;
    std::string birth_date;  // 1988-05-12, or ""
    std::vector<std::string> postcodes;
};
[[nodiscard]] std::vector<NamedPerson> people_in(
    const core::json::object& request, const core::PostcodeRule& postcodes
);

// All tokens a person's case is found by.
[[nodiscard]] std::vector<core::Digest> tokens_of(ports::TokenKey& keys, const NamedPerson& person);

// Any of these for a name: of one word its sounds, else of two of its words together. Empty for a
// name without Latin letters.
[[nodiscard]] std::vector<core::Digest> name_tokens(ports::TokenKey& keys, std::string_view name);
// Any of these for a name of two words or more together with a date or a postcode.
[[nodiscard]] std::vector<core::Digest> name_tokens_with(
    ports::TokenKey& keys, std::string_view name, std::string_view date_or_postcode
);

// Whether every word of the shorter name sounds like a word of the other.
[[nodiscard]] bool sounds_like(std::string_view name, std::string_view other);

// The date with day and month the other way round; empty when that is no date.
[[nodiscard]] std::string swapped_date(std::string_view date);

}  // namespace clarion::runtime
