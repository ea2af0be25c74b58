// Issuer: one identity provider whose word we take, and for what: the force's own, each agency's.
//
// Everything here is configuration; nothing of it comes from a token or from the provider.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/identity/token_key.hpp"
#include "engine/core/ids.hpp"
#include "engine/ports/secret.hpp"

namespace clarion::identity {

// People sign in at the console with it.
struct ConsoleClient {
    std::string id;
    ports::Secret secret;  // empty: none, PKCE alone
    // What `acr` must say for a sign-in to count as fresh; empty: any.
    std::vector<std::string> fresh_acr;
};

struct Issuer {
    std::string name;      // short, such as force
    std::string title;     // what the sign-in page says
    std::string url;       // `iss`, to the letter
    std::string audience;  // of access tokens; empty: takes none
    std::vector<Algorithm> algorithms;
    std::string force;
    std::string agency;  // whom its people act for; empty: police
    std::string roles_claim = "roles";
    std::map<std::string, std::string, std::less<>> roles;  // the provider's name to ours
    bool certificate_bound = false;                         // takes only tokens bound (RFC 8705)
    std::vector<std::string> endpoint_hosts;                // besides its own
    std::optional<ConsoleClient> console;
};

// (issuer, subject) to the person they are; whoever is not here is themselves.
using Aliases = std::map<std::pair<std::string, std::string>, core::PersonId>;

// The id of somebody whom `issuer` calls `subject`. Frozen: it is stored with what they did.
[[nodiscard]] inline core::PersonId person_id(
    const std::string& issuer, const std::string& subject
) {
    return {issuer + " " + subject};  // an issuer's address holds no space
}

}  // namespace clarion::identity
