// Issuer: one identity provider whose word we take, and for what: the force's own, each agency's.
//
// Everything here is configuration; nothing of it comes from a token or from the provider. Nothing
// but the roles changes while the service runs.
#pragma once

#include <atomic>
#include <initializer_list>
#include <map>
#include <memory>
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

// The provider's names of roles, and ours. A copy holds what is so when it is made.
//
// Threads: any may read while one replaces.
class RoleNames {
public:
    using Map = std::map<std::string, std::string, std::less<>>;
    RoleNames() = default;
    RoleNames(Map names) { replace(std::move(names)); }
    RoleNames(std::initializer_list<Map::value_type> names) { replace(Map(names)); }
    RoleNames(const RoleNames& other) : names_(other.current()) {}
    RoleNames& operator=(const RoleNames& other) {
        names_.store(other.current());
        return *this;
    }
    ~RoleNames() = default;

    [[nodiscard]] std::shared_ptr<const Map> current() const { return names_.load(); }
    void replace(Map names) { names_.store(std::make_shared<const Map>(std::move(names))); }

private:
    std::atomic<std::shared_ptr<const Map>> names_{std::make_shared<const Map>()};
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
    RoleNames roles;
    bool certificate_bound = false;           // takes only tokens bound (RFC 8705)
    std::vector<std::string> endpoint_hosts;  // besides its own
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
