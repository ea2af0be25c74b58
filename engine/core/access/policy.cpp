#include "engine/core/access/policy.hpp"

#include <algorithm>
#include <array>
#include <exception>
#include <span>

namespace clarion::core {

namespace {

// Frozen: these names are in published workflows, in tokens and in the log.
constexpr std::array<std::string_view, 6> kPoliceRoles{
    "intake_officer", "researcher", "coordinator", "officer", "decision_maker", "supervisor"};
constexpr std::array<std::string_view, 2> kSubmitters{"intake_service", "applicant"};
constexpr std::array<std::string_view, 1> kAgencyRoles{"agency_member"};
constexpr std::array<std::string_view, 1> kAuditReaders{"auditor"};
constexpr std::array<std::string_view, 2> kReportReaders{"auditor", "supervisor"};
constexpr std::array<std::string_view, 2> kRecordKeepers{"supervisor", "decision_maker"};
constexpr std::array<std::string_view, 8> kWorkflowReaders{
    "intake_officer",
    "researcher",
    "coordinator",
    "officer",
    "decision_maker",
    "supervisor",
    "auditor",
    "administrator"};

bool has_any(const Principal& principal, std::span<const std::string_view> roles) {
    return std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
        return principal.has_role(role);
    });
}

}  // namespace

bool allows(const Principal& principal, Permission permission) {
    // Whoever belongs to an agency sees through that agency's door alone, whatever roles they bear.
    const bool of_agency = !principal.agency.empty();
    switch (permission) {
        case Permission::submit_request:
            return !of_agency && has_any(principal, kSubmitters);
        case Permission::know_cases:
            return !of_agency && has_any(principal, kPoliceRoles);
        case Permission::answer_for_agency:
            return of_agency && has_any(principal, kAgencyRoles);
        case Permission::read_audit:
            return !of_agency && has_any(principal, kAuditReaders);
        case Permission::read_reports:
            return !of_agency && has_any(principal, kReportReaders);
        case Permission::read_workflows:
            return !of_agency && has_any(principal, kWorkflowReaders);
        case Permission::keep_records:
            return !of_agency && has_any(principal, kRecordKeepers);
    }
    std::terminate();
}

bool acts_as(const Principal& principal, std::string_view role) {
    const bool is_of_agency =
        std::find(kAgencyRoles.begin(), kAgencyRoles.end(), role) != kAgencyRoles.end();
    return principal.has_role(role) && is_of_agency == !principal.agency.empty();
}

const std::vector<std::string>& known_roles() {
    static const std::vector<std::string> roles{
        "intake_officer",
        "researcher",
        "coordinator",
        "officer",
        "decision_maker",
        "supervisor",
        "auditor",
        "administrator",
        "agency_member",
        "applicant",
        "intake_service"};
    return roles;
}

}  // namespace clarion::core
