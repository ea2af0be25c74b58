// StaffRegister: what the force has written down of its own people, as keyed tokens, to notice who
// looks at a case about themselves, their family or their address.
//
// Without a record of somebody, the last word of the name they sign in with stands for their
// surname.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/core/access/principal.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::runtime {

struct StaffRecord {
    std::vector<std::string> surnames;  // own and of close people
    std::vector<std::string> postcodes;
    std::vector<std::string> telephones;
};
using StaffRecords = std::map<core::PersonId, StaffRecord>;

// What a case about this person would be found by.
[[nodiscard]] std::vector<core::Digest> own_tokens(
    ports::KeyVault& keys, const StaffRecords& records, const core::Principal& principal
);

}  // namespace clarion::runtime
