// Policy: who may know of a case, which fields of it they see, and what they may do beside its
// workflow's actions. The one module for API, console, search, lists, diagrams, exports and audit.
//
// The tables are data, in policy.cpp; what may be done to a case is data of its workflow (roles of
// its transitions). Deny by default: what no table grants is not allowed.
// Source: design 7; Data Protection Act 2018 s.66(2) (need to know).
// To add a permission, a class or a relation: its row in policy.cpp; tests/core/access_matrix.cpp
// then lacks a verdict until it has one.
#pragma once

#include <array>
#include <chrono>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/access/principal.hpp"
#include "engine/core/access/walls.hpp"

namespace clarion::core {

enum class Permission {
    submit_request,     // bring a request in
    know_cases,         // lists, case pages, timelines, diagrams; a duty role
    reveal_identity,    // see who asked, as an act of its own
    break_glass,        // see a case that is kept from them, loudly
    answer_for_agency,  // own agency requests, nothing else
    read_audit,         // events, checkpoint, tiles, proofs
    export_audit,       // agree to an export of the log that somebody else asked for, and fetch it
    read_reports,
    read_workflows,
    keep_records,  // reviews, holds and erasure of closed cases
    work_alerts,   // what a supervisor must look at about how the service was used
};
inline constexpr std::array kPermissions{
    Permission::submit_request,
    Permission::know_cases,
    Permission::reveal_identity,
    Permission::break_glass,
    Permission::answer_for_agency,
    Permission::read_audit,
    Permission::export_audit,
    Permission::read_reports,
    Permission::read_workflows,
    Permission::keep_records,
    Permission::work_alerts};
[[nodiscard]] std::string_view to_string(Permission permission);

[[nodiscard]] bool allows(const Principal& principal, Permission permission);

// Whether a role that a workflow grants something to is one this person acts in: an agency's people
// act as its members alone, whatever other roles they bear.
[[nodiscard]] bool acts_as(const Principal& principal, std::string_view role);

// Roles that exist.
[[nodiscard]] const std::vector<std::string>& known_roles();
// Whether an emergency pass can give it: a duty's work, and to read the log. Not an agency's role,
// a program's, or an administrator's.
[[nodiscard]] bool is_for_emergencies(std::string_view role);

// How somebody stands to one case. The first that holds, in this order.
enum class Relation {
    none,            // no reason to know that it is there
    conflicted,      // declared an interest of their own
    agency_request,  // their agency was asked, and sees its paper
    walled,          // a duty role, but the case is sealed and they are not among its readers
    broken_glass,    // walled, and they broke the glass a short while ago
    assigned,        // it is theirs to work on
    reader,          // of a sealed case
    duty,            // their role's work
};
inline constexpr std::array kRelations{
    Relation::none,
    Relation::conflicted,
    Relation::agency_request,
    Relation::walled,
    Relation::broken_glass,
    Relation::assigned,
    Relation::reader,
    Relation::duty};
// Frozen: the log's `why`.
[[nodiscard]] std::string_view to_string(Relation relation);

// What of a case's surroundings decides it.
struct Standpoint {
    const Walls& walls;
    bool is_assignee = false;
    bool is_asked_agency = false;
    bool has_broken_glass = false;
};
[[nodiscard]] Relation relation_of(const Principal& principal, const Standpoint& standpoint);
// The same where the standpoint is the one that gives `wanted`: what they would be to such a case.
// Another relation comes out where their roles can not have that one.
[[nodiscard]] Relation relation_as(const Principal& principal, Relation wanted);
// Whether the case is there for them at all: by its reference, in lists, searches and links.
[[nodiscard]] bool knows_of_case(Relation relation);
// Whether they may change it too. Who broke the glass looks, and no more.
[[nodiscard]] bool acts_on_case(Relation relation);

// Classes of fields, as the forms mark them with `x-class`.
enum class FieldClass { existence, safety, police, casework, operational };
inline constexpr std::array kFieldClasses{
    FieldClass::existence,
    FieldClass::safety,
    FieldClass::police,
    FieldClass::casework,
    FieldClass::operational};
[[nodiscard]] std::string_view to_string(FieldClass cls);
[[nodiscard]] std::optional<FieldClass> field_class_of(std::string_view name);

// Of a field: not there, there but covered, or readable.
enum class Sight { hidden, covered, shown };
[[nodiscard]] std::string_view to_string(Sight sight);
// Of the class existence, `covered` is what a reveal uncovers: see access/redaction.hpp.
[[nodiscard]] Sight sight_of(const Principal& principal, Relation relation, FieldClass cls);

// Acts and sights that ask for a sign-in of the last minutes, whatever the session's age.
enum class Sensitive { applicant_identity, disclosure_words, log_export, erasure, break_glass };
inline constexpr std::array kSensitive{
    Sensitive::applicant_identity,
    Sensitive::disclosure_words,
    Sensitive::log_export,
    Sensitive::erasure,
    Sensitive::break_glass};
inline constexpr std::chrono::minutes kFreshSignInMax{5};  // assurance B1, V7.5.3
[[nodiscard]] bool is_fresh(const Principal& principal, Instant now);
[[nodiscard]] bool context_allows(const Principal& principal, Sensitive what, Instant now);

}  // namespace clarion::core
