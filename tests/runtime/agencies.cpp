// What agencies see of a case and what they may say; and what the staff see of that.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

const json::object kGrade{{"grade", "high"}};

std::string asked_agencies(House& house) {
    std::string reference = house.submit();
    house.done(house.intake, reference, "triage", kGrade);
    house.done(
        house.coordinator,
        reference,
        "ask_agencies",
        {{"agencies", {"health", "probation"}},
         {"question", "What do you hold?"},
         {"pack_summary", "A pack"},
         {"redactions", "kept from you"}}
    );
    return reference;
}

std::string task_of(House& house, const core::Principal& who) {
    const auto answer = house.ask(who, runtime::ListAgencyRequests{});
    return text(document(answer).at("items").as_array().at(0).at("id"));
}

}  // namespace

TEST_CASE("agencies: each sees its own requests, and what was addressed to it") {
    House house;
    (void)asked_agencies(house);

    const std::string task = task_of(house, house.health);
    const std::size_t logged = house.logged();
    const auto answer = house.ask(house.health, runtime::ReadAgencyRequest{task});

    const json::object& shown = document(answer);
    CHECK(text(shown.at("question")) == "What do you hold?");
    CHECK(text(shown.at("pack").at("summary")) == "A pack");
    CHECK(text(shown.at("agency")) == "health");
    CHECK(json::serialize(shown).find("kept from you") == std::string::npos);
    CHECK(json::serialize(shown).find("Sam") == std::string::npos);
    CHECK(house.log_after(logged) == "read_agency_request/ok");
    CHECK(house.world.disk.now.log.back().entry.why == "agency_request");
    CHECK(house.world.disk.now.log.back().entry.org == "health");
}

TEST_CASE("agencies: sees the version addressed to it, and a new one only when it is issued") {
    House house;
    const std::string reference = asked_agencies(house);
    const std::string task = task_of(house, house.health);
    const auto summary = [&] {
        const auto answer = house.ask(house.health, runtime::ReadAgencyRequest{task});
        return text(document(answer).at("pack").at("summary"));
    };
    const json::object forms = house.context_of(reference).at("forum").as_object();
    const std::string hash = text(forms.at("papers_hash"));
    CHECK(summary() == "A pack");

    house.done(
        house.coordinator,
        reference,
        "ask_differently",
        {{"agencies", {"health", "probation"}}, {"pack_summary", "Another pack"}}
    );

    CHECK(summary() == "Another pack");
    CHECK(text(house.context_of(reference).at("forum").at("papers_hash")) != hash);
}

TEST_CASE("agencies: who has an interest hands the request on, and it is no longer there for them"
) {
    House house;
    (void)asked_agencies(house);
    const std::string task = task_of(house, house.health);
    runtime::AnswerAgencyRequest conflict{
        task, json::value(json::object{}), house.fresh_key(), true};
    REQUIRE(
        describe(house.ask(house.health, conflict)) ==
        "ok {\"id\":\"" + task + "\",\"answered\":true}"
    );
    core::Principal colleague = house.health;
    colleague.person = core::PersonId{"hope"};

    const std::size_t logged = house.logged();
    CHECK(
        describe(house.ask(house.health, runtime::ReadAgencyRequest{task})) == "refused not_found"
    );
    CHECK(house.log_after(logged) == "read_agency_request/denied");
    CHECK(house.world.disk.now.log.back().entry.why == "conflicted");
    CHECK(describe(house.ask(colleague, runtime::ReadAgencyRequest{task})).starts_with("ok"));
    // The same word again, for its answer was lost, and an answer.
    CHECK(describe(house.ask(house.health, conflict)).starts_with("ok"));
    runtime::AnswerAgencyRequest answer{
        task, json::value(json::object{{"answer", "nothing_held"}}), house.fresh_key()};
    CHECK(describe(house.ask(house.health, answer)) == "refused not_found");
}

TEST_CASE("agencies: what somebody handed on is in no list of theirs, and others see that it was") {
    House house;
    const std::string reference = asked_agencies(house);
    const std::string task = task_of(house, house.health);
    core::Principal colleague = house.health;
    colleague.person = core::PersonId{"hope"};
    const auto listed = [&](const core::Principal& who) {
        const auto list = house.ask(who, runtime::ListAgencyRequests{});
        return document(list).at("items").as_array();
    };
    const auto handed_on = [&](const json::value& item) {
        return item.at("handed_on").to_number<int>();
    };
    CHECK(handed_on(listed(colleague).at(0)) == 0);

    runtime::AnswerAgencyRequest conflict{
        task, json::value(json::object{}), house.fresh_key(), true};
    (void)house.ask(house.health, conflict);

    const std::size_t logged = house.logged();
    CHECK(listed(house.health).empty());
    CHECK(house.logged() == logged);  // nothing of it was shown
    CHECK(handed_on(listed(colleague).at(0)) == 1);
    CHECK(handed_on(listed(house.probation).at(0)) == 0);
    const auto read = house.ask(colleague, runtime::ReadAgencyRequest{task});
    CHECK(document(read).at("handed_on").to_number<int>() == 1);
    const auto of_case = house.ask(house.coordinator, runtime::ListCaseAgencies{reference});
    const auto& items = document(of_case).at("items").as_array();
    CHECK(handed_on(items.at(0)) == 1);
    CHECK(handed_on(items.at(1)) == 0);
    const auto opened = house.ask(house.coordinator, runtime::OpenCase{reference});
    const auto& asked = document(opened).at("agencies").as_array();
    const auto& who = asked.at(0).at("handed_on").as_array();
    REQUIRE(who.size() == 1);
    CHECK(text(who.at(0).at("name")) == house.health.display_name);
    CHECK_FALSE(text(who.at(0).at("at")).empty());
    CHECK(asked.at(1).at("handed_on").as_array().empty());
    // In another round of the same case too.
    house.done(house.coordinator, reference, "ask_again");
    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", {"health"}}});
    CHECK(listed(house.health).empty());
    CHECK(listed(colleague).size() == 1);
}

TEST_CASE("agencies: a preview shows what issuing would send, changes nothing and is recorded") {
    House house;
    const std::string reference = house.submit();
    const json::value draft{
        {"agencies", {"health"}}, {"question", "What do you hold?"}, {"pack_summary", "A pack"}};
    const std::uint64_t version = house.row_of(reference).version;
    const std::size_t logged = house.logged();

    const auto answer =
        house.ask(house.coordinator, runtime::PreviewPapers{reference, json::value(draft)});

    const json::object& item = document(answer).at("items").as_array().at(0).as_object();
    CHECK(text(item.at("agency")) == "health");
    CHECK(text(item.at("paper").at("summary")) == "A pack");
    CHECK(house.log_after(logged) == "preview_papers/ok");
    for (const core::Principal* who : {&house.officer, &house.supervisor, &house.researcher}) {
        const auto other = house.ask(*who, runtime::PreviewPapers{reference, json::value(draft)});
        CHECK(describe(other) == "refused role_not_allowed");
    }
    CHECK(house.row_of(reference).version == version);
    CHECK(
        describe(house.ask(house.health, runtime::PreviewPapers{reference, json::value(draft)})) ==
        "refused not_found"
    );
}

TEST_CASE("agencies: a preview covers who it is about, in what is sent they are named") {
    House house;
    house.forms.describe(
        "request",
        "applicant",
        {{"type", "object"},
         {"properties", {{"name", {{"type", "string"}, {"x-class", "existence"}}}}}}
    );
    house.restart();
    const std::string reference = asked_agencies(house);
    const json::value draft{{"agencies", {"health"}}, {"question", "?"}, {"pack_summary", "A"}};

    const auto shown = house.ask(house.coordinator, runtime::PreviewPapers{reference, draft});
    const json::value& told = document(shown).at("items").at(0).at("paper").at("told");
    REQUIRE(told.at("request").at("applicant").is_object());
    CHECK(json::serialize(document(shown)).find("Alex Example") == std::string::npos);
    const auto opened = house.ask(house.officer, runtime::OpenCase{reference});
    CHECK(json::serialize(document(opened)).find("Alex Example") == std::string::npos);
    const runtime::ReadAgencyRequest theirs{task_of(house, house.health)};
    const auto sent = house.ask(house.health, theirs);
    CHECK(json::serialize(document(sent)).find("Alex Example") != std::string::npos);
}

TEST_CASE("agencies: the staff see whom a case asked, with what and what they said") {
    House house;
    const std::string reference = asked_agencies(house);
    runtime::AnswerAgencyRequest said{
        task_of(house, house.health),
        json::value(json::object{{"answer", "nothing_held"}}),
        house.fresh_key()};
    (void)house.ask(house.health, said);

    const auto answer = house.ask(house.coordinator, runtime::ListCaseAgencies{reference});

    const auto& items = document(answer).at("items").as_array();
    REQUIRE(items.size() == 2);
    CHECK(text(items.at(0).at("agency")) == "health");
    CHECK(text(items.at(0).at("answer")) == "nothing_held");
    CHECK(items.at(1).at("answer").is_null());
    CHECK(text(items.at(1).at("hash")).size() == 64);
    CHECK(
        describe(house.ask(house.health, runtime::ListCaseAgencies{reference})) ==
        "refused not_found"
    );
}

TEST_CASE("agencies: another agency's request is not there, to read or to answer") {
    House house;
    const std::string reference = asked_agencies(house);
    const std::string task = task_of(house, house.health);
    const runtime::AnswerAgencyRequest forged{
        task,
        json::value(json::object{{"agency", "health"}, {"answer", "nothing_held"}}),
        house.fresh_key()};

    for (const core::Principal* who : {&house.probation, &house.supervisor, &house.front}) {
        const std::size_t logged = house.logged();
        CHECK(describe(house.ask(*who, runtime::ReadAgencyRequest{task})) == "refused not_found");
        CHECK(describe(house.ask(*who, forged)) == "refused not_found");
        CHECK(
            house.log_after(logged) == "read_agency_request/denied, answer_agency_request/denied"
        );
    }
    const std::size_t logged = house.logged();
    (void)house.ask(house.health, runtime::ReadAgencyRequest{"nothing"});
    CHECK(house.log_after(logged) == "read_agency_request/denied");
}

TEST_CASE("agencies: answer in their own name alone, once") {
    House house;
    const std::string reference = asked_agencies(house);
    const std::string task = task_of(house, house.health);
    runtime::AnswerAgencyRequest asked{
        task,
        json::value(json::object{{"agency", "probation"}, {"answer", "nothing_held"}}),
        house.fresh_key()};

    const auto answer = house.ask(house.health, asked);

    CHECK(describe(answer) == "ok {\"id\":\"" + task + "\",\"answered\":true}");
    CHECK_FALSE(std::get<runtime::Answered>(answer).version.has_value());
    const json::object given =
        house.context_of(reference).at("forum").at("answers").as_array().at(0).as_object();
    CHECK(text(given.at("agency")) == "health");
    CHECK(describe(house.ask(house.health, asked)) == describe(answer));
}

TEST_CASE("agencies: a request that is over cannot be read or answered, and a repeat still can") {
    House house;
    const std::string reference = asked_agencies(house);
    const std::string task = task_of(house, house.health);
    runtime::AnswerAgencyRequest asked{
        task, json::value(json::object{{"answer", "nothing_held"}}), house.fresh_key()};
    const auto first = house.ask(house.health, asked);
    house.done(house.coordinator, reference, "conclude");

    CHECK(
        describe(house.ask(house.health, runtime::ReadAgencyRequest{task})) == "refused not_found"
    );
    CHECK(describe(house.ask(house.health, asked)) == describe(first));
    asked.idempotency = house.fresh_key();
    CHECK(describe(house.ask(house.health, asked)) == "refused action_not_available");
}

TEST_CASE("agencies: a request that was asked anew is answered by its new name alone") {
    House house;
    const std::string reference = asked_agencies(house);
    const std::string old_task = task_of(house, house.health);
    house.done(house.coordinator, reference, "ask_again");
    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", {"health"}}});
    const auto answer = [&](const std::string& task) {
        const json::object form{{"answer", "nothing_held"}};
        return describe(house.ask(
            house.health, runtime::AnswerAgencyRequest{task, json::value(form), house.fresh_key()}
        ));
    };

    CHECK(answer(old_task) == "refused action_not_available");
    CHECK(answer(task_of(house, house.health)).starts_with("ok "));
}

TEST_CASE("agencies: refusals come in the order of the API") {
    House house;
    (void)asked_agencies(house);
    runtime::AnswerAgencyRequest asked{task_of(house, house.health), runtime::Unreadable{"x"}, {}};
    const auto answer = [&] { return describe(house.ask(house.health, asked)); };

    CHECK(answer() == "refused idempotency_key_missing");
    asked.idempotency = house.fresh_key();
    CHECK(answer() == "refused malformed_body");
    asked.form = json::value(json::object{});
    CHECK(answer() == "refused invalid_form");
}

}  // namespace clarion::test
