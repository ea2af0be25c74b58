// Whoever is signed in and is refused leaves an entry: who tried what, and that they were denied.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

runtime::RefuseAttempt attempt() {
    core::Refusal refusal;
    refusal.code = core::RefusalCode::role_not_allowed;
    return {.attempted = "get.console.audit", .refusal = refusal};
}

runtime::SubmitRequest a_submission(runtime::Body form, std::string key) {
    return {std::move(form), {std::move(key), {}}, "service", "en", {}};
}

}  // namespace

TEST_CASE("refusals: what the route table refused is on record before it is told") {
    House house;

    const auto answer = house.ask(house.officer, attempt());

    CHECK(describe(answer) == "refused role_not_allowed");
    REQUIRE(house.logged() == 1);
    const core::AuditEntry& entry = house.world.disk.now.log.back().entry;
    CHECK(entry.type == "get.console.audit");
    CHECK(entry.cls == core::AuditClass::security);
    CHECK(entry.out == core::AuditOutcome::denied);
    CHECK_FALSE(entry.actor.text.empty());
    CHECK(entry.subj.text.empty());
    CHECK(entry.det.empty());
}

TEST_CASE("refusals: a stranger cannot fill the log") {
    House house;
    core::Principal nobody;

    CHECK(describe(house.ask(nobody, attempt())) == "refused role_not_allowed");

    CHECK(house.logged() == 0);
    CHECK(house.metrics.values["clarion_refusals_total{role_not_allowed}"] == 1);
}

TEST_CASE("refusals: a front that is refused leaves an entry, a member of the public does not") {
    House house;
    const runtime::Body wrong = json::value(json::object{});

    (void)house.ask(house.front, a_submission(wrong, ""));
    (void)house.ask(house.front, a_submission(wrong, "one"));
    (void)house.ask(house.auditor, a_submission(wrong, "two"));
    CHECK(
        house.log_after(0) ==
        "request_received/denied, request_received/denied, request_received/denied"
    );
    (void)house.ask(core::public_applicant(), a_submission(wrong, "three"));
    CHECK(house.logged() == 3);
}

TEST_CASE("refusals: another media type is refused in its turn, with the case it was meant for") {
    House house;
    const std::string reference = house.submit();
    const std::size_t logged = house.logged();
    runtime::TakeAction asked = house.action(reference, "triage");
    asked.form = runtime::Unreadable{.reason = "another media type", .is_json = false};

    CHECK(describe(house.ask(house.officer, asked)) == "refused role_not_allowed");
    CHECK(describe(house.ask(house.auditor, asked)) == "refused not_found");
    CHECK(describe(house.ask(house.intake, asked)) == "refused unsupported_media_type");

    CHECK(house.log_after(logged) == "triage/denied, take_action/denied, triage/denied");
    CHECK(house.world.disk.now.log.back().entry.subj == house.row_of(reference).audit_ref);
}

TEST_CASE("refusals: a cursor or a query that is not understood leaves an entry") {
    House house;

    (void)house.ask(house.officer, runtime::ListCases{"", "not a cursor"});
    (void)house.ask(house.auditor, runtime::ReadAuditEvents{"nonsense", ""});

    CHECK(house.log_after(0) == "list_cases/denied, audit_read/denied");
}

}  // namespace clarion::test
