// Watching: what is written to the log is held against the rules of the profile as it is written.
#include <doctest/doctest.h>

#include "engine/core/reference.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

constexpr const char* kRules = R"({"hours": {"from": "00:00", "until": "24:00"}, "rules": [
    {"id": "many", "counts": "subjects", "above": 2, "per": "day",
     "where": {"types": ["open_case"], "whys": ["duty"]}},
    {"id": "own_name_or_address", "counts": "entries", "above": 0, "per": "case",
     "where": {"marks": ["touch", "own"]}},
    {"id": "canary", "counts": "entries", "above": 0, "per": "view",
     "where": {"marks": ["touch", "canary"]}},
    {"id": "sealed_view", "counts": "entries", "above": 0, "per": "view",
     "where": {"types": ["open_case"], "marks": ["sealed"], "outcomes": ["ok"]}},
    {"id": "refused", "counts": "entries", "above": 3, "per": "day",
     "where": {"outcomes": ["denied"]}}]})";

std::string watched_bundle() {
    json::object bundle = json::parse(trial_bundle()).as_object();
    bundle["profile"].as_object()["watch"] = json::parse(kRules);
    return json::serialize(bundle);
}

void open(House& house, const core::Principal& who, const std::string& reference) {
    (void)house.ask(who, runtime::OpenCase{reference});
}

std::vector<std::string> rules_met(House& house) {
    std::vector<std::string> rules;
    for (const ports::AlertRow& row : house.world.disk.now.alerts)
        rules.push_back(row.rule);
    return rules;
}

using Rules = std::vector<std::string>;

}  // namespace

TEST_CASE("watching: too many cases that are not theirs, told once, and known after a restart") {
    House house;
    house.restart({watched_bundle()});
    std::vector<std::string> references;
    for (int number = 0; number < 5; ++number)
        references.push_back(house.submit());

    open(house, house.officer, references[0]);
    open(house, house.officer, references[1]);
    CHECK(rules_met(house).empty());
    house.restart({watched_bundle()});
    open(house, house.officer, references[2]);
    CHECK(rules_met(house) == Rules{"many"});
    open(house, house.officer, references[3]);
    CHECK(rules_met(house) == Rules{"many"});
    CHECK(house.world.disk.now.alerts.front().person.text == "otis");
    // A day later counting begins anew.
    house.clock.advance(std::chrono::days(1));
    open(house, house.officer, references[4]);
    CHECK(rules_met(house).size() == 1);
}

TEST_CASE("watching: each supervisor is told of an alert once, and it leaves the outbox") {
    House house;
    house.restart({watched_bundle()});
    for (int number = 0; number < 3; ++number)
        open(house, house.officer, house.submit());
    const auto tell = [&house] {
        int told = 0;
        for (const auto& job : house.take_deliveries()) {
            if (job.message && job.message->template_id == "alert_raised") ++told;
            (void)house.report(job.outbox_id, ports::DeliveryOutcome::done);
        }
        return told;
    };

    CHECK(tell() == 2);
    house.clock.advance(std::chrono::hours(1));
    CHECK(tell() == 0);
}

TEST_CASE("watching: whoever comes in by an emergency pass is told of, whatever the rules say") {
    House house;
    core::Principal ann = house.officer;
    ann.method = core::SignInMethod::emergency;

    const auto answer = house.ask(ann, runtime::RecordSignIn{"emergency_sign_in"});

    CHECK(std::holds_alternative<runtime::Answered>(answer));
    REQUIRE(rules_met(house) == Rules{"emergency_sign_in"});
    CHECK(house.world.disk.now.alerts.front().person == ann.person);
    CHECK(house.take_deliveries().size() == 2);  // two supervisors
    // Each time anew: a second pass is a second alert.
    (void)house.ask(ann, runtime::RecordSignIn{"emergency_sign_in"});
    CHECK(rules_met(house).size() == 2);
    (void)house.ask(house.officer, runtime::RecordSignIn{"signed_in"});
    CHECK(rules_met(house).size() == 2);
}

TEST_CASE("watching: what is theirs to work on is not counted") {
    House house;
    house.restart({watched_bundle()});
    (void)house.ask(house.officer, runtime::ListCases{});
    for (int number = 0; number < 5; ++number) {
        const std::string reference = house.submit();
        house.done(house.officer, reference, "take");
        open(house, house.officer, reference);
        CHECK(house.world.disk.now.log.back().entry.why == "assigned");
    }
    CHECK(rules_met(house).empty());
}

TEST_CASE("watching: an agency's person who is asked about their own name is told of") {
    House house;
    house.restart({watched_bundle()});
    core::Principal otis = house.health;
    otis.person = core::PersonId{"otis of health"};
    otis.display_name = "Hal Otis";
    const auto asked_about = [&](const char* name) {
        json::object request = a_request();
        request["subject"].as_object()["name"] = name;
        const std::string reference = house.submit(request);
        house.done(house.intake, reference, "triage", {{"grade", "high"}});
        house.done(house.coordinator, reference, "ask_agencies", {{"agencies", {"health"}}});
    };
    const auto last_task = [&] {
        const auto list = house.ask(house.health, runtime::ListAgencyRequests{});
        return text(document(list).at("items").as_array().back().at("id"));
    };

    asked_about("Terry Other");
    (void)house.ask(otis, runtime::ReadAgencyRequest{last_task()});
    CHECK(rules_met(house).empty());
    asked_about("Terry Otis");
    (void)house.ask(otis, runtime::ReadAgencyRequest{last_task()});

    CHECK(rules_met(house) == Rules{"own_name_or_address"});
}

TEST_CASE("watching: a case with their own name is told, another is not") {
    House house;
    house.restart({watched_bundle()});
    json::object request = a_request();
    request["subject"].as_object()["name"] = "Terry Otis";
    const std::string own = house.submit(request);
    const std::string other = house.submit();

    open(house, house.officer, other);
    CHECK(rules_met(house).empty());
    open(house, house.officer, own);
    open(house, house.officer, own);
    CHECK(rules_met(house) == Rules{"own_name_or_address"});
}

TEST_CASE("watching: every look at a sealed case, and refusals again and again") {
    House house;
    house.restart({watched_bundle()});
    const std::string reference = house.submit();
    house.done(house.coordinator, reference, "seal_case", {{"readers", json::array{"rhys"}}});
    (void)house.take_deliveries();

    open(house, house.researcher, reference);
    CHECK(rules_met(house) == Rules{"sealed_view"});
    CHECK(house.take_deliveries().size() == 2);  // two supervisors, at once
    for (int times = 0; times < 5; ++times)
        open(house, house.officer, reference);
    CHECK(rules_met(house) == Rules{"sealed_view", "refused"});
}

TEST_CASE("watching: a canary is told for each look, in the very batch of the look") {
    House house;
    house.restart({watched_bundle()});
    const std::string reference = house.submit();
    house.canaries = {*core::parse_reference(reference)};
    house.restart({watched_bundle()});
    const std::size_t logged = house.logged();

    open(house, house.supervisor, reference);

    CHECK(house.log_after(logged) == "open_case/ok, alert_raised/ok");
    CHECK(rules_met(house) == Rules{"canary"});
    CHECK(house.take_deliveries().size() == 2);
}

TEST_CASE("watching: every way to look at a case or to act on it is seen, a list is not") {
    House house;
    house.restart({watched_bundle()});
    const std::string reference = house.submit();
    house.canaries = {*core::parse_reference(reference)};
    house.restart({watched_bundle()});
    const json::value draft{{"agencies", {"health"}}, {"question", "?"}, {"pack_summary", "A"}};

    (void)house.ask(house.coordinator, runtime::ListCases{});
    CHECK(rules_met(house).empty());
    std::uint64_t count = 0;
    std::vector<runtime::Asked> looks = every_look(reference);
    looks.emplace_back(runtime::PreviewPapers{reference, draft});
    for (const runtime::Asked& asked : looks) {
        CAPTURE(asked.index());
        (void)house.ask(house.coordinator, asked);
        REQUIRE(rules_met(house) == Rules{"canary"});
        // One alert, whose count goes on rising.
        CHECK(house.world.disk.now.alerts.front().count == ++count);
    }
    (void)house.act(house.coordinator, reference, "take");
    CHECK(house.world.disk.now.alerts.front().count == ++count);
    CHECK(house.take_deliveries().size() == 2);
}

TEST_CASE("watching: whoever comes with a token is watched like anybody else, a service is not") {
    House house;
    house.restart({watched_bundle()});
    const std::string reference = house.submit();
    house.canaries = {*core::parse_reference(reference)};
    house.restart({watched_bundle()});

    core::Principal program = house.front;
    program.method = core::SignInMethod::service;
    open(house, program, reference);
    CHECK(rules_met(house).empty());
    core::Principal bearer = house.officer;
    bearer.method = core::SignInMethod::service;
    open(house, bearer, reference);
    CHECK(rules_met(house) == Rules{"canary"});
}

}  // namespace clarion::test
