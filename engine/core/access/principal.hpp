// Principal: who acts, as the identity adapter found them. Part of every command and every read.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::core {

// `emergency`: by a pass that two people made for them, because no provider answered.
enum class SignInMethod { none, demo, oidc, certificate, service, emergency };

struct Principal {
    PersonId person;     // aliases resolved: one id for one human being or service
    AuditRef audit_ref;  // how the log names them
    std::string issuer;
    std::string subject;
    std::string display_name;
    std::vector<std::string> roles;
    std::string force;
    std::string agency;  // empty for police
    Instant authenticated_at;
    SignInMethod method = SignInMethod::none;

    [[nodiscard]] bool has_role(std::string_view role) const {
        return std::find(roles.begin(), roles.end(), role) != roles.end();
    }
};

// The program itself: timers, and results of effects.
[[nodiscard]] Principal system_principal();
// Somebody who fills in the public form: no name, the role `applicant` alone.
[[nodiscard]] Principal public_applicant();

}  // namespace clarion::core
