#include "engine/core/access/policy.hpp"

#include <algorithm>
#include <exception>
#include <span>

namespace clarion::core {

namespace {

using Roles = std::span<const std::string_view>;

// Frozen: these names are in published workflows, in tokens and in the log.
constexpr std::array<std::string_view, 6> kDutyRoles{
    "intake_officer", "researcher", "coordinator", "officer", "decision_maker", "supervisor"};
constexpr std::array<std::string_view, 2> kSubmitters{"intake_service", "applicant"};
constexpr std::array<std::string_view, 1> kAgencyRoles{"agency_member"};
constexpr std::array<std::string_view, 1> kAuditReaders{"auditor"};
constexpr std::array<std::string_view, 2> kAuditExporters{"auditor", "supervisor"};
constexpr std::array<std::string_view, 1> kSupervisors{"supervisor"};
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

// Which roles have it, and whether it is a door of the agencies or of the force.
struct Grant {
    Permission permission;
    std::string_view name;
    Roles roles;
    bool for_agencies;
};
constexpr std::array<Grant, kPermissions.size()> kGrants{{
    {Permission::submit_request, "submit_request", kSubmitters, false},
    {Permission::know_cases, "know_cases", kDutyRoles, false},
    {Permission::reveal_identity, "reveal_identity", kDutyRoles, false},
    {Permission::break_glass, "break_glass", kDutyRoles, false},
    {Permission::answer_for_agency, "answer_for_agency", kAgencyRoles, true},
    {Permission::read_audit, "read_audit", kAuditReaders, false},
    {Permission::export_audit, "export_audit", kAuditExporters, false},
    {Permission::read_reports, "read_reports", kReportReaders, false},
    {Permission::read_workflows, "read_workflows", kWorkflowReaders, false},
    {Permission::keep_records, "keep_records", kRecordKeepers, false},
    {Permission::work_alerts, "work_alerts", kSupervisors, false},
}};

// What each relation lets a duty role see, class by class, in the order of kFieldClasses. An
// agency sees its paper, which is cut to the classes the catalogue names, and never the case.
struct View {
    Relation relation;
    std::string_view name;
    bool is_there;
    bool may_act;
    std::array<Sight, kFieldClasses.size()> sights;
};
constexpr auto kHidden = Sight::hidden;
constexpr auto kShown = Sight::shown;
constexpr std::array kNothing{kHidden, kHidden, kHidden, kHidden, kHidden};
constexpr std::array kAllButWho{Sight::covered, kShown, kShown, kShown, kShown};
constexpr std::array<View, kRelations.size()> kViews{{
    {Relation::none, "none", false, false, kNothing},
    {Relation::conflicted, "conflicted", false, false, kNothing},
    {Relation::agency_request, "agency_request", false, false, kNothing},
    {Relation::walled, "walled", false, false, kNothing},
    {Relation::broken_glass, "broken_glass", true, false, kAllButWho},
    {Relation::assigned, "assigned", true, true, kAllButWho},
    {Relation::reader, "reader", true, true, kAllButWho},
    {Relation::duty, "duty", true, true, kAllButWho},
}};

constexpr std::array<std::string_view, kFieldClasses.size()> kClassNames{
    "existence", "safety", "police", "casework", "operational"};

bool has_any(const Principal& principal, Roles roles) {
    return std::any_of(roles.begin(), roles.end(), [&](std::string_view role) {
        return principal.has_role(role);
    });
}

const Grant& grant_of(Permission permission) {
    for (const Grant& grant : kGrants) {
        if (grant.permission == permission) return grant;
    }
    std::terminate();
}

const View& view_of(Relation relation) {
    for (const View& view : kViews) {
        if (view.relation == relation) return view;
    }
    std::terminate();
}

}  // namespace

std::string_view to_string(Permission permission) {
    return grant_of(permission).name;
}

bool allows(const Principal& principal, Permission permission) {
    const Grant& grant = grant_of(permission);
    // Whoever belongs to an agency sees through that agency's door alone, whatever roles they bear.
    return grant.for_agencies == !principal.agency.empty() && has_any(principal, grant.roles);
}

bool acts_as(const Principal& principal, std::string_view role) {
    const bool is_of_agency =
        std::find(kAgencyRoles.begin(), kAgencyRoles.end(), role) != kAgencyRoles.end();
    return principal.has_role(role) && is_of_agency == !principal.agency.empty();
}

bool is_for_emergencies(std::string_view role) {
    return role == "auditor" ||
           std::find(kDutyRoles.begin(), kDutyRoles.end(), role) != kDutyRoles.end();
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

std::string_view to_string(Relation relation) {
    return view_of(relation).name;
}

Relation relation_of(const Principal& principal, const Standpoint& standpoint) {
    if (standpoint.walls.conflicted.contains(principal.person)) return Relation::conflicted;
    if (allows(principal, Permission::answer_for_agency)) {
        return standpoint.is_asked_agency ? Relation::agency_request : Relation::none;
    }
    if (!allows(principal, Permission::know_cases)) return Relation::none;
    if (standpoint.walls.sealed) {
        if (standpoint.walls.readers.contains(principal.person)) return Relation::reader;
        return standpoint.has_broken_glass ? Relation::broken_glass : Relation::walled;
    }
    return standpoint.is_assignee ? Relation::assigned : Relation::duty;
}

Relation relation_as(const Principal& principal, Relation wanted) {
    Walls walls;
    if (wanted == Relation::conflicted) walls.conflicted.insert(principal.person);
    if (wanted == Relation::reader) walls.readers.insert(principal.person);
    walls.sealed = wanted == Relation::walled || wanted == Relation::broken_glass ||
                   wanted == Relation::reader;
    return relation_of(
        principal,
        {.walls = walls,
         .is_assignee = wanted == Relation::assigned,
         .is_asked_agency = wanted == Relation::agency_request,
         .has_broken_glass = wanted == Relation::broken_glass}
    );
}

bool knows_of_case(Relation relation) {
    return view_of(relation).is_there;
}

bool acts_on_case(Relation relation) {
    return view_of(relation).may_act;
}

std::string_view to_string(FieldClass cls) {
    return kClassNames[static_cast<std::size_t>(cls)];
}

std::optional<FieldClass> field_class_of(std::string_view name) {
    for (const FieldClass cls : kFieldClasses) {
        if (to_string(cls) == name) return cls;
    }
    return std::nullopt;
}

std::string_view to_string(Sight sight) {
    switch (sight) {
        case Sight::hidden:
            return "hidden";
        case Sight::covered:
            return "covered";
        case Sight::shown:
            return "shown";
    }
    std::terminate();
}

Sight sight_of(const Principal& principal, Relation relation, FieldClass cls) {
    if (!allows(principal, Permission::know_cases)) return Sight::hidden;
    return view_of(relation).sights[static_cast<std::size_t>(cls)];
}

bool is_fresh(const Principal& principal, Instant now) {
    return now - principal.authenticated_at <= kFreshSignInMax;
}

bool context_allows(const Principal& principal, Sensitive what, Instant now) {
    switch (what) {
        case Sensitive::applicant_identity:
        case Sensitive::disclosure_words:
        case Sensitive::log_export:
        case Sensitive::erasure:
        case Sensitive::break_glass:
            return is_fresh(principal, now);
    }
    std::terminate();
}

}  // namespace clarion::core
