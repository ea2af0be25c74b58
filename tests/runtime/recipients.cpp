// Disclosures: the log says to whom, by a code and never a name, and commits to what was said.
#include <doctest/doctest.h>

#include "engine/runtime/case_access.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

// "class recipient" of each entry after the first `from`.
std::string told_after(const House& house, std::size_t from) {
    std::string all;
    for (std::size_t at = from; at < house.logged(); ++at) {
        const core::AuditEntry& entry = house.world.disk.now.log[at].entry;
        if (!all.empty()) all += ", ";
        all += std::string(to_string(entry.cls)) + " " + entry.recipient;
    }
    return all;
}

std::string case_with_checks(House& house) {
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    house.done(house.researcher, reference, "research");
    return reference;
}

}  // namespace

TEST_CASE("disclosure: each agency that is asked has an entry of its own") {
    House house;
    const std::string reference = case_with_checks(house);
    const std::size_t logged = house.logged();

    house.done(
        house.coordinator, reference, "ask_agencies", {{"agencies", {"health", "probation"}}}
    );

    CHECK(told_after(house, logged) == "disclosure agency_health, disclosure agency_probation");
    const auto& log = house.world.disk.now.log;
    CHECK(log[logged].entry.subj_n + 1 == log[logged + 1].entry.subj_n);
    CHECK(log[logged].entry.det != log[logged + 1].entry.det);
    CHECK(log[logged].bytes.find("\"recipient\":\"agency_health\"") != std::string::npos);
}

TEST_CASE("disclosure: the words are committed to and a name never stands in the leaf") {
    House house;
    const std::string reference = house.submit();
    const std::size_t logged = house.logged();

    house.done(house.officer, reference, "call_back", {{"told", "Alex Example"}});

    CHECK(told_after(house, logged) == "disclosure recipient_named");
    const auto& entry = house.world.disk.now.log[logged];
    CHECK(entry.bytes.find("Alex") == std::string::npos);
    CHECK_FALSE(entry.entry.det.empty());
}

TEST_CASE("disclosure: one that told nobody in the end changed the case and no more") {
    House house;
    const std::string reference = house.submit();
    const std::size_t logged = house.logged();

    house.done(house.officer, reference, "call_back", {{"told", nullptr}});

    CHECK(told_after(house, logged) == "alteration ");
}

TEST_CASE("disclosure: codes fit the leaf, whatever the workflow calls people") {
    CHECK(runtime::recipient_in_log("agency_health") == "agency_health");
    CHECK(runtime::recipient_in_log("other") == "recipient_other");
    CHECK(runtime::recipient_in_log("person_at_risk") == "person_at_risk");
    CHECK(runtime::recipient_in_log("Alex Example") == "recipient_named");
    CHECK(runtime::recipient_in_log("") == "recipient_named");
    CHECK(runtime::recipient_in_log(std::string(200, 'a')) == "recipient_named");
}

}  // namespace clarion::test
