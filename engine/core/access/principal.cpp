#include "engine/core/access/principal.hpp"

namespace clarion::core {

Principal system_principal() {
    Principal principal;
    principal.person = PersonId{"system"};
    principal.audit_ref = AuditRef{"system"};
    principal.issuer = "clarion";
    principal.subject = "system";
    principal.display_name = "Clarion";
    principal.method = SignInMethod::service;
    return principal;
}

Principal public_applicant() {
    Principal principal;
    principal.person = PersonId{"applicant"};
    principal.audit_ref = AuditRef{"applicant"};
    principal.issuer = "clarion";
    principal.subject = "applicant";
    principal.roles = {"applicant"};
    return principal;
}

}  // namespace clarion::core
