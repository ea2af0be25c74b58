// Who may do what, as one table: every role against every permission.
#include <doctest/doctest.h>

#include <map>
#include <set>

#include "engine/core/access/policy.hpp"
#include "tests/support/people.hpp"

using namespace clarion::core;
using clarion::test::at;

namespace {

const std::set<Permission> kDuty{
    Permission::know_cases,
    Permission::reveal_identity,
    Permission::break_glass,
    Permission::read_workflows};
const std::set<Permission> kDecision{
    Permission::know_cases,
    Permission::reveal_identity,
    Permission::break_glass,
    Permission::read_workflows,
    Permission::keep_records};
const std::set<Permission> kSupervision{
    Permission::know_cases,
    Permission::reveal_identity,
    Permission::break_glass,
    Permission::read_workflows,
    Permission::read_reports,
    Permission::keep_records,
    Permission::export_audit,
    Permission::work_alerts};

const std::map<std::string, std::set<Permission>> kGranted{
    {"intake_officer", kDuty},
    {"researcher", kDuty},
    {"coordinator", kDuty},
    {"officer", kDuty},
    {"decision_maker", kDecision},
    {"supervisor", kSupervision},
    {"auditor",
     {Permission::read_audit,
      Permission::export_audit,
      Permission::read_reports,
      Permission::read_workflows}},
    {"administrator", {Permission::read_workflows}},
    {"agency_member", {}},
    {"intake_service", {Permission::submit_request}},
    {"applicant", {Permission::submit_request}},
};

Principal with_role(const std::string& role, const std::string& agency = {}) {
    return clarion::test::person("ann", {role}, at("2026-11-02T10:00:00Z"), agency);
}

}  // namespace

TEST_CASE("access: each role has exactly the permissions of the table") {
    REQUIRE(known_roles().size() == kGranted.size());
    for (const std::string& role : known_roles()) {
        REQUIRE(kGranted.contains(role));
        for (const Permission permission : kPermissions) {
            CAPTURE(role);
            CAPTURE(static_cast<int>(permission));
            CHECK(allows(with_role(role), permission) == kGranted.at(role).contains(permission));
        }
    }
}

TEST_CASE("access: whoever belongs to an agency has that agency's door and no other") {
    for (const std::string& role : known_roles()) {
        for (const Permission permission : kPermissions) {
            CAPTURE(role);
            const bool own_door =
                role == "agency_member" && permission == Permission::answer_for_agency;
            CHECK(allows(with_role(role, "health"), permission) == own_door);
        }
    }
}

TEST_CASE("access: nobody without a role, and not the program, may do any of it") {
    Principal nobody = with_role("made_up_role");

    for (const Permission permission : kPermissions) {
        CHECK_FALSE(allows(nobody, permission));
        CHECK_FALSE(allows(Principal{}, permission));
        CHECK_FALSE(allows(system_principal(), permission));
    }
}

TEST_CASE("access: the public applicant can bring a request in, and nothing else") {
    for (const Permission permission : kPermissions) {
        CHECK(allows(public_applicant(), permission) == (permission == Permission::submit_request));
    }
    CHECK(public_applicant().display_name.empty());
    CHECK(public_applicant().roles == std::vector<std::string>{"applicant"});
}
