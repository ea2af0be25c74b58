// Nothing happens twice: repeats, batches, lost races, and a store that fails.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

runtime::SubmitRequest a_submission(const std::string& key, std::uint8_t body = 1) {
    runtime::SubmitRequest asked{json::value(a_request()), {key, {}}, "online", "en", {}};
    asked.idempotency.request_hash.front() = body;
    return asked;
}

const json::object kGrade{{"grade", "high"}};

}  // namespace

TEST_CASE("idempotency: a repeated request gets the first answer and opens no second case") {
    House house;

    const auto first = house.ask(house.front, a_submission("one"));
    const auto again = house.ask(house.front, a_submission("one"));

    CHECK(describe(first) == describe(again));
    CHECK(std::get<runtime::Answered>(again).created);
    CHECK(house.world.disk.now.cases.size() == 1);
}

TEST_CASE("idempotency: a key used for another body is refused and does nothing") {
    House house;
    (void)house.ask(house.front, a_submission("one", 1));

    CHECK(
        describe(house.ask(house.front, a_submission("one", 2))) == "refused idempotency_key_reused"
    );

    CHECK(house.world.disk.now.cases.size() == 1);
}

TEST_CASE("idempotency: two callers may use the same key") {
    House house;

    const auto one = house.ask(house.front, a_submission("one"));
    const auto other = house.ask(core::public_applicant(), a_submission("one"));

    CHECK(describe(one) != describe(other));
    CHECK(house.world.disk.now.cases.size() == 2);
}

TEST_CASE("idempotency: a repeated action answers as it did, though the version has moved on") {
    House house;
    const std::string reference = house.submit();
    const runtime::TakeAction asked = house.action(reference, "triage", kGrade);
    const auto first = house.ask(house.intake, asked);
    house.done(house.researcher, reference, "research");
    const std::size_t logged = house.logged();

    const auto again = house.ask(house.intake, asked);

    CHECK(describe(again) == describe(first));
    CHECK(std::get<runtime::Answered>(again).version == 2);
    CHECK(house.row_of(reference).version == 3);
    CHECK(house.log_after(logged) == "triage/ok");  // it told of the case once more
    CHECK(house.world.disk.now.log.back().entry.cls == core::AuditClass::consultation);
}

TEST_CASE("idempotency: a refused action leaves its key free") {
    House house;
    const std::string reference = house.submit();
    runtime::TakeAction asked = house.action(reference, "triage");
    CHECK(describe(house.ask(house.intake, asked)) == "refused invalid_form");

    asked.form = json::value(kGrade);

    CHECK(describe(house.ask(house.intake, asked)).starts_with("ok "));
}

TEST_CASE("batch: of two commands on one version of a case the second is refused alone") {
    House house;
    const std::string reference = house.submit();
    const auto first = house.action(reference, "triage", kGrade);
    const auto second = house.action(reference, "triage", kGrade);

    const auto answers = house.ask_all({{house.intake, first}, {house.intake, second}});

    CHECK(describe(answers[0]).starts_with("ok "));
    CHECK(describe(answers[1]) == "refused version_stale");
    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("batch: a repeat in the same batch gets the first answer") {
    House house;

    const auto answers =
        house.ask_all({{house.front, a_submission("one")}, {house.front, a_submission("one")}});

    CHECK(describe(answers[0]) == describe(answers[1]));
    CHECK(house.world.disk.now.cases.size() == 1);
}

TEST_CASE("batch: a case may move on several times in one batch") {
    House house;
    const std::string reference = house.submit();
    runtime::TakeAction triage = house.action(reference, "triage", kGrade);
    runtime::TakeAction research = house.action(reference, "research");
    research.if_match = 2;

    const auto answers = house.ask_all(
        {{house.intake, triage},
         {house.officer, house.action(reference, "triage", kGrade)},
         {house.researcher, research}}
    );

    CHECK(describe(answers[0]).starts_with("ok "));
    CHECK(describe(answers[1]) == "refused version_stale");
    CHECK(describe(answers[2]).starts_with("ok "));
    CHECK(house.row_of(reference).version == 3);
}

TEST_CASE("store: when it fails nothing happened, and the same key works later") {
    for (const Fault fault : {Fault::begin_fails, Fault::write_fails, Fault::commit_fails}) {
        CAPTURE(static_cast<int>(fault));
        House house;
        const std::string reference = house.submit();
        const std::size_t logged = house.logged();
        const runtime::TakeAction asked = house.action(reference, "triage", kGrade);
        house.world.disk.fault = fault;

        const auto answers =
            house.ask_all({{house.intake, asked}, {house.supervisor, runtime::OpenCase{reference}}}
            );

        CHECK(describe(answers[0]) == "unavailable");
        CHECK(describe(answers[1]) == "unavailable");  // not shown, for it is not logged
        CHECK(house.row_of(reference).version == 1);
        CHECK(house.logged() == logged);
        CHECK(describe(house.ask(house.intake, asked)).starts_with("ok "));
    }
}

TEST_CASE("store: when it cannot say whether it kept the batch, the repeat tells") {
    House house;
    const std::string reference = house.submit();
    const runtime::TakeAction asked = house.action(reference, "triage", kGrade);
    house.world.disk.fault = Fault::commit_unknown;

    CHECK(describe(house.ask(house.intake, asked)) == "unavailable, outcome unknown");
    const auto again = house.ask(house.intake, asked);

    CHECK(std::get<runtime::Answered>(again).version == 2);
    CHECK(house.row_of(reference).version == 2);
}

TEST_CASE("store: a lost race is run again") {
    House house;
    const std::string reference = house.submit();
    house.world.disk.fault = Fault::race_lost;

    house.done(house.intake, reference, "triage", kGrade);

    CHECK(house.row_of(reference).version == 2);
    CHECK(house.metrics.values["clarion_lost_races_total{}"] == 1);
}

TEST_CASE("store: what another node wrote is seen, and a stale copy is not") {
    House house;
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", kGrade);
    std::unique_ptr<runtime::Engine> other;
    other.swap(house.engine);
    house.restart();
    house.done(house.researcher, reference, "research");
    house.engine.swap(other);

    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", {"health"}}});

    CHECK(house.row_of(reference).version == 4);
}

TEST_CASE("store: what was not kept is forgotten, though another node wrote the same version") {
    House house;
    const std::string reference = house.submit();
    house.world.disk.fault = Fault::commit_fails;
    CHECK(describe(house.act(house.intake, reference, "triage", kGrade)) == "unavailable");
    std::unique_ptr<runtime::Engine> other;
    other.swap(house.engine);
    house.restart();
    house.done(house.intake, reference, "wind_up");
    house.engine.swap(other);

    CHECK(
        describe(house.act(house.researcher, reference, "research")) ==
        "refused action_not_available"
    );
}

TEST_CASE("refusal: leaves nothing but its entry in the log") {
    House house;
    const std::string reference = house.submit();
    const FakeState before = house.world.disk.now;

    CHECK(
        describe(house.act(house.officer, reference, "triage", kGrade)) ==
        "refused role_not_allowed"
    );

    const FakeState& after = house.world.disk.now;
    CHECK(house.log_after(before.log.size()) == "triage/denied");
    CHECK(after.cases.begin()->second.version == 1);
    CHECK(after.events.begin()->second.size() == 1);
    CHECK(after.answers.size() == before.answers.size());
    CHECK(after.outbox.size() == before.outbox.size());
    CHECK(after.tasks.size() == before.tasks.size());
}

TEST_CASE("submit: the answer says the same whatever the store holds") {
    House house;
    const auto first = house.ask(house.front, a_submission("one"));
    const auto about_the_same = house.ask(house.front, a_submission("two"));

    const json::object& one = document(first);
    const json::object& other = document(about_the_same);
    CHECK(one.size() == 2);
    CHECK(other.size() == 2);
    CHECK(one.at("next") == other.at("next"));
    CHECK(json::serialize(one).size() == json::serialize(other).size());
}

TEST_CASE("submit: the case can be found by name and birth date, and the store knows neither") {
    House house;
    (void)house.submit();

    const auto token = house.keys.token("name", "sam sample");
    CHECK(house.world.cases.cases_with_token(token, 10).size() == 1);
    CHECK(
        house.world.cases.cases_with_token(house.keys.token("birth_date", "1988-05-12"), 10)
            .size() == 1
    );
    const auto& row = house.world.disk.now.cases.begin()->second;
    CHECK(ports::text_of(row.sealed_snapshot).find("Sam") == std::string::npos);
    for (const auto& kept : house.world.disk.now.log) {
        CHECK(kept.bytes.find("Sam") == std::string::npos);
        CHECK(kept.bytes.find("Alex") == std::string::npos);
    }
}

}  // namespace clarion::test
