// A door with two issuers, the force's and an agency's, and the tokens they would make.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "adapters/identity/token_door.hpp"
#include "tests/adapters/identity_forge.hpp"
#include "tests/support/fake_machine.hpp"

namespace clarion::test {

inline constexpr std::string_view kForceUrl = "https://sign-in.force.example";
inline constexpr std::string_view kAgencyUrl = "https://login.probation.example/oidc";
inline constexpr std::string_view kAudience = "https://clarion.force.example/api";

struct Door {
    Door();

    // What the door noted of the token; "good" when it was taken.
    [[nodiscard]] std::string verdict(std::string_view token, std::string_view thumbprint = "")
        const;
    [[nodiscard]] core::json::object claims() const;
    [[nodiscard]] core::json::object header(std::string_view kid = "es") const;
    // A good token but for these claims; null takes one away.
    [[nodiscard]] std::string token(const core::json::object& changes = {}) const;

    FakeClock clock;
    SigningKey es = SigningKey::ec("P-256");
    SigningKey ps = SigningKey::rsa(2048);
    SigningKey ed = SigningKey::ed25519();
    SigningKey agency_key = SigningKey::ec("P-256");
    SigningKey stranger = SigningKey::ec("P-256");
    std::shared_ptr<identity::KnownIssuer> force, agency;
    std::shared_ptr<identity::SignOuts> sign_outs = std::make_shared<identity::SignOuts>();
    mutable std::string noted;
    std::unique_ptr<identity::TokenDoor> door;
};

// One token that must not be taken; `fault` is empty when it does not matter which it is.
struct Wrong {
    std::string what;
    std::string token;
    std::string fault;
};
using Table = std::vector<Wrong>;

// Each of at least so many gets the one answer, and a good token still passes afterwards.
void all_refused(const Door& door, const Table& table, std::size_t least);
void add(Table& table, Table more);

}  // namespace clarion::test
