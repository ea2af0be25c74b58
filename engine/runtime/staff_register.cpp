#include "engine/runtime/staff_register.hpp"

#include "engine/runtime/search_tokens.hpp"

namespace clarion::runtime {

std::vector<core::Digest> own_tokens(
    ports::KeyVault& keys, const StaffRecords& records, const core::Principal& principal
) {
    std::vector<core::Digest> tokens;
    const auto add = [&](TokenKind kind, const std::string& value) {
        if (!normalise(kind, value).empty()) tokens.push_back(search_token(keys, kind, value));
    };
    add(TokenKind::surname, principal.display_name);
    const auto found = records.find(principal.person);
    if (found == records.end()) return tokens;
    for (const std::string& surname : found->second.surnames)
        add(TokenKind::surname, surname);
    for (const std::string& postcode : found->second.postcodes)
        add(TokenKind::postcode, postcode);
    for (const std::string& telephone : found->second.telephones)
        add(TokenKind::telephone, telephone);
    return tokens;
}

}  // namespace clarion::runtime
