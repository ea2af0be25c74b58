// The statistics of a year: facts of cases part by part, for those who may read reports.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

runtime::ReadReport statistics(int year = 0, const json::value& next = nullptr) {
    runtime::ReadReport asked;
    asked.name = "statistics";
    asked.year = year;
    if (next.is_string()) asked.next = core::CaseId{text(next)};
    return asked;
}

}  // namespace

TEST_CASE("reports: each case of the year gives its facts, and nothing that was written") {
    House house;
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});

    const auto answer = house.ask(house.supervisor, statistics());
    const json::object& part = document(answer);

    CHECK(part.at("year").to_number<int>() == 2026);
    CHECK(part.at("next").is_null());
    REQUIRE(part.at("facts").as_array().size() == 1);
    const json::object& labels = part.at("facts").at(0).at("labels").as_object();
    CHECK(text(labels.at("route").at(0)) == "test/trial");
    CHECK(text(labels.at("grade").at(0)) == "high");
    CHECK(text(labels.at("subject_person").at(0)).size() == 64);
    CHECK(text(part.at("open").at(0).at("queue")) == "research");
    CHECK(json::serialize(part.at("facts")).find("Sam") == std::string::npos);
    CHECK(house.log_after(house.logged() - 1) == "read_report/ok");
}

TEST_CASE("reports: a sealed case waits where it would, as one of the others") {
    House house;
    const std::string sealed = house.submit();
    (void)house.submit();
    house.done(house.coordinator, sealed, "seal_case");

    const auto answer = house.ask(house.auditor, statistics());
    const json::object& part = document(answer);

    REQUIRE(part.at("open").as_array().size() == 2);
    CHECK(part.at("open").at(0) == part.at("open").at(1));
    CHECK(text(part.at("open").at(0).at("queue")) == "intake");
}

TEST_CASE("reports: a case of another year is in no count, but in the backlog while it is open") {
    House house;
    (void)house.submit();

    const auto answer = house.ask(house.auditor, statistics(2025));
    CHECK(document(answer).at("facts").as_array().empty());
    CHECK(document(answer).at("open").as_array().size() == 1);
}

TEST_CASE("reports: many cases come in parts, each case once, and the reading is logged once") {
    House house;
    constexpr int kCases = 130;
    for (int made = 0; made < kCases; ++made)
        (void)house.submit();
    const std::size_t logged = house.logged();

    std::size_t facts = 0;
    int parts = 0;
    json::value next;
    do {
        const auto answer = house.ask(house.supervisor, statistics(2026, next));
        facts += document(answer).at("facts").as_array().size();
        next = document(answer).at("next");
        ++parts;
    } while (!next.is_null());

    CHECK(parts == 2);
    CHECK(facts == kCases);
    CHECK(house.logged() == logged + 1);
}

TEST_CASE("reports: the same person has the same mark in two cases, whatever else differs") {
    House house;
    (void)house.submit();
    json::object other = a_request();
    other["subject"].as_object()["name"] = "Somebody Else";
    (void)house.submit(other);
    (void)house.submit();

    const auto answer = house.ask(house.supervisor, statistics());
    std::map<std::string, int> marks;
    for (const json::value& facts : document(answer).at("facts").as_array())
        ++marks[text(facts.at("labels").at("subject_person").at(0))];
    CHECK(marks.size() == 2);
}

TEST_CASE("reports: are for those who may read them, and one that nobody knows is not there") {
    House house;

    CHECK(describe(house.ask(house.officer, statistics())) == "refused role_not_allowed");
    CHECK(describe(house.ask(house.health, statistics())) == "refused role_not_allowed");
    CHECK(
        describe(house.ask(house.auditor, runtime::ReadReport{"other", 0, {}})) ==
        "refused not_found"
    );
}

TEST_CASE("reports: a damaged case is said to be missing, and the others are counted") {
    House house;
    const std::string whole = house.submit();
    const std::string broken = house.submit();
    const core::CaseId id = house.row_of(broken).id;
    house.damaged.insert(id.text);
    house.world.disk.now.cases.at(id.text).sealed_snapshot.back() ^= 1;
    house.restart();

    const auto answer = house.ask(house.supervisor, statistics());

    CHECK(document(answer).at("unreadable").as_int64() == 1);
    CHECK(document(answer).at("facts").as_array().size() == 1);
}

}  // namespace clarion::test
