// People of the tests, all invented, and instants as a test writes them.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/access/principal.hpp"

namespace clarion::test {

inline core::Instant at(std::string_view rfc3339) {
    const auto instant = core::parse_rfc3339(rfc3339);
    if (!instant) throw std::invalid_argument("not an instant: " + std::string(rfc3339));
    return *instant;
}

// Signed in just now; `agency` for those who belong to one.
inline core::Principal person(
    std::string name, std::vector<std::string> roles, core::Instant now, std::string agency = {}
) {
    core::Principal principal;
    principal.person = core::PersonId{name};
    principal.audit_ref = core::AuditRef{"ref-" + name};
    principal.issuer = "https://sign-in.example";
    principal.subject = name;
    principal.display_name = std::move(name);
    principal.roles = std::move(roles);
    principal.force = "example";
    principal.agency = std::move(agency);
    principal.authenticated_at = now;
    principal.method = core::SignInMethod::demo;
    return principal;
}

}  // namespace clarion::test
