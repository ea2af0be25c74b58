// Reading many entries: parts, questions, one entry in words; and that each reading is in the log.
#include <doctest/doctest.h>

#include "engine/runtime/administrator_desk.hpp"
#include "engine/runtime/audit_questions.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

std::string types_in(const runtime::Answer& answer) {
    REQUIRE(std::holds_alternative<runtime::Answered>(answer));
    std::string_view bytes = std::get<runtime::Answered>(answer).bytes;
    std::string types;
    while (bytes.size() >= 4) {
        std::size_t size = 0;
        for (int at = 0; at < 4; ++at)
            size = size << 8U | static_cast<unsigned char>(bytes[static_cast<std::size_t>(at)]);
        const auto entry = json::parse(bytes.substr(4, size)).as_object();
        types += (types.empty() ? "" : " ") + text(entry.at("type"));
        bytes.remove_prefix(4 + size);
    }
    return types;
}

runtime::SearchCases search_for(const char* name) {
    return {.form = json::value{{"name", name}, {"reason", "A call about it."}}};
}

}  // namespace

TEST_CASE("log reading: a part finds what the query says, and the first part is on record") {
    House house;
    const std::string reference = house.submit();
    (void)house.ask(house.officer, runtime::OpenCase{reference});
    const auto before = house.logged();

    const auto part = house.ask(
        house.auditor,
        runtime::ReadAuditPart{.query = "case:" + reference, .purpose = "audit_facets"}
    );

    CHECK(types_in(part) == "open_case request_received");
    CHECK(document(part).at("next").is_null());
    CHECK(house.log_after(before) == "audit_facets/ok");
    CHECK(
        describe(house.ask(house.officer, runtime::ReadAuditPart{.query = ""})) ==
        "refused role_not_allowed"
    );
    CHECK(
        describe(house.ask(house.auditor, runtime::ReadAuditPart{.query = "case:"})) ==
        "refused malformed_body"
    );
    CHECK(
        describe(
            house.ask(house.auditor, runtime::ReadAuditPart{.query = "", .question = "who_is_it"})
        ) == "refused not_found"
    );
}

TEST_CASE("log reading: a text finds words of entries and whole codes, and no detail") {
    House house;
    const std::string reference = house.submit();
    (void)house.ask(house.officer, runtime::OpenCase{reference});
    const auto found = [&](const std::string& query) {
        return types_in(house.ask(house.auditor, runtime::ReadAuditPart{.query = query}));
    };
    const std::string code = house.row_of(reference).audit_ref.text;

    CHECK(found("\"Open CASE\"") == "open_case");
    CHECK(found("\"collect\"") == "request_received");
    CHECK(found("case:" + reference + " -\"collect\"") == "open_case");
    CHECK(found("case:" + reference + " -x \"case\"") == "request_received");
    CHECK(found("\"" + reference + "\"") == "open_case request_received");
    CHECK(found("\"" + code + "\"") == "open_case request_received");
    CHECK(found("\"" + code.substr(1) + "\"").empty());
    CHECK(found("\"Otis\"").empty());
}

TEST_CASE("log reading: without a time only the last 90 days are looked at, and that is said") {
    House house;
    (void)house.submit();
    house.clock.advance(std::chrono::days(100));

    const auto recent =
        house.ask(house.auditor, runtime::ReadAuditPart{.query = "class:collection"});
    runtime::ReadAuditPart asked{.query = "class:collection"};
    asked.all_time = true;
    const auto all = house.ask(house.auditor, asked);

    CHECK(types_in(recent).empty());
    CHECK(document(recent).at("since").is_string());
    CHECK(types_in(all) == "request_received");
    CHECK(document(all).at("since").is_null());
}

TEST_CASE("log reading: whoever searches for a surname like their own is found by the question") {
    House house;
    house.officer.display_name = "Otis Sample";
    (void)house.submit();

    (void)house.ask(house.officer, search_for("Sam Sample"));
    (void)house.ask(house.officer, search_for("Alex Example"));

    const auto own = house.ask(
        house.auditor, runtime::ReadAuditPart{.query = "", .question = "own_name_searches"}
    );
    CHECK(types_in(own) == "search");
}

TEST_CASE("log reading: looks at night, at weekends and on holidays are out of hours") {
    House house;
    const std::string reference = house.submit();
    const auto look_at_hour = [&](const char* instant) {
        house.clock.set(at(instant));
        (void)house.ask(house.officer, runtime::OpenCase{reference});
    };
    look_at_hour("2026-11-25T12:00:00Z");  // a Wednesday's noon
    look_at_hour("2026-11-25T22:30:00Z");
    look_at_hour("2026-11-28T12:00:00Z");  // a Saturday
    look_at_hour("2026-12-25T12:00:00Z");

    runtime::ReadAuditPart asked{.query = "action:open_case", .question = "out_of_hours"};
    asked.all_time = true;
    CHECK(types_in(house.ask(house.auditor, asked)) == "open_case open_case open_case");
}

TEST_CASE("log reading: rows say of which log they are, and a closed log's are explained by it") {
    House house;
    (void)house.submit();
    const auto sealed = document(house.ask(house.auditor, runtime::ReadAuditEvents{"", ""}));
    CHECK_FALSE(sealed.at("items").at(0).as_object().contains("log"));
    const auto of_old = house.world.audit.entries(0, 1).at(0).bytes;
    const std::uint64_t size = house.logged();
    house.world.audit.turn({0, "log/2025", 0, {}, "", "", "{}"});

    const auto page = document(house.ask(house.auditor, runtime::ReadAuditEvents{"", ""}));
    const auto told = document(house.ask(house.auditor, runtime::ExplainAuditEntry{0, 0}));

    CHECK(page.at("items").at(0).at("log") == json::value(0));
    CHECK(told.at("entry") == json::parse(of_old));
    CHECK(told.at("log") == json::value(0));
    CHECK(told.at("size").to_number<std::uint64_t>() == size);
    CHECK(
        json::serialize(told.at("in_words")).find("log/2025, which is closed") != std::string::npos
    );
    const auto open = document(house.ask(house.auditor, runtime::ExplainAuditEntry{0}));
    CHECK(open.at("log") == json::value(1));
    for (const auto& wrong :
         {runtime::ExplainAuditEntry{size, 0}, runtime::ExplainAuditEntry{0, 2}})
        CHECK(describe(house.ask(house.auditor, wrong)) == "refused not_found");
}

TEST_CASE("log reading: a retired log's entries are refused, and the store is whole all the same") {
    House house;
    const std::string older = house.submit();
    const std::string both = house.submit();
    house.done(house.intake, older, "triage", {{"grade", "high"}});
    runtime::AdministratorDesk(house.services()).turn_log({"ann", "bob"}, {"", "planned", "turn"});
    house.restart();
    house.done(house.intake, both, "triage", {{"grade", "high"}});
    const auto asked_of = [](const std::string& reference) {
        return runtime::ReadAuditPart{.query = "case:" + reference};
    };
    CHECK(types_in(house.ask(house.auditor, asked_of(older))) == "triage request_received");

    runtime::AdministratorDesk(house.services()).retire_log({"ann", "bob"}, 0, "what they signed");
    house.restart();
    const auto page = document(house.ask(house.auditor, runtime::ReadAuditEvents{"", ""}));

    CHECK(types_in(house.ask(house.auditor, asked_of(older))).empty());
    CHECK(types_in(house.ask(house.auditor, asked_of(both))) == "triage");
    CHECK(page.at("retired_logs") == json::value(1));
    for (const auto& item : page.at("items").as_array())
        CHECK(item.at("log") == json::value(1));
    const auto before = house.logged();
    CHECK(
        describe(house.ask(house.auditor, runtime::ExplainAuditEntry{0, 0})) ==
        "refused log_retired"
    );
    CHECK(
        describe(house.ask(house.auditor, runtime::ProveAuditEntry{0, 0})) == "refused log_retired"
    );
    CHECK(house.log_after(before) == "audit_read/denied, audit_read/denied");
    CHECK(house.checked().told.empty());

    auto& closed = house.world.disk.now.closed.at(0).log;
    closed.retirement = "what nobody signed";
    CHECK(house.checked().faults == 2);
    closed.retirement.clear();
    CHECK(house.checked().told.at(0) == "a log that two people retired is given out again");
}

TEST_CASE("log reading: one entry in words says what the law calls it and whether it is signed") {
    House house;
    (void)house.submit();
    const auto before = house.logged();

    const auto told = house.ask(house.auditor, runtime::ExplainAuditEntry{0});

    const auto words = json::serialize(document(told).at("in_words"));
    CHECK(words.find("signed with the next checkpoint") != std::string::npos);
    CHECK_FALSE(document(told).at("signed").as_bool());
    CHECK(house.log_after(before) == "audit_explained/ok");
    CHECK(
        describe(house.ask(house.auditor, runtime::ExplainAuditEntry{99})) == "refused not_found"
    );
    CHECK(
        describe(house.ask(house.officer, runtime::ExplainAuditEntry{0})) ==
        "refused role_not_allowed"
    );
}

}  // namespace clarion::test
