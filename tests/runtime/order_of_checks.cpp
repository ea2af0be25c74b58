// The order in which an action is refused is part of the API (design 8): whoever fails several
// checks hears of the first.
#include <doctest/doctest.h>

#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

runtime::Idempotency key(std::string name, std::uint8_t body = 0) {
    runtime::Idempotency idempotency{std::move(name), {}};
    idempotency.request_hash.front() = body;
    return idempotency;
}

const runtime::Body kUnreadable = runtime::Unreadable{"line 1, column 2: a value is expected"};
const runtime::Body kNotAForm = json::value(json::object{});

}  // namespace

TEST_CASE("take action: the first check that fails answers") {
    House house;
    const std::string reference = house.submit();
    const auto version = house.row_of(reference).version;
    // Everything is wrong, and is put right one thing at a time, in the order of the API.
    core::Principal who = house.health;
    runtime::TakeAction asked{"not a reference", "no_such_action", kUnreadable, {}, std::nullopt};
    const auto answer = [&] { return describe(house.ask(who, asked)); };

    CHECK(answer() == "refused not_found");
    asked.reference = reference;
    CHECK(answer() == "refused not_found");  // an agency may not know of it
    who = house.auditor;
    CHECK(answer() == "refused not_found");
    who = house.officer;
    CHECK(answer() == "refused unknown_action");
    asked.action = "research";
    CHECK(answer() == "refused idempotency_key_missing");
    asked.idempotency = key("one");
    CHECK(answer() == "refused version_missing");
    asked.if_match = version + 1;
    CHECK(answer() == "refused version_stale");
    asked.if_match = version;
    CHECK(answer() == "refused action_not_available");
    asked.action = "triage";
    CHECK(answer() == "refused role_not_allowed");
    who = house.intake;
    CHECK(answer() == "refused malformed_body");
    asked.form = json::value(json::array{});
    CHECK(answer() == "refused malformed_body");
    asked.form = kNotAForm;
    CHECK(answer() == "refused invalid_form");
    asked.form = json::value(json::object{{"grade", "high"}});
    CHECK(answer().starts_with("ok "));
}

TEST_CASE("take action: a stale version is told the present one") {
    House house;
    const std::string reference = house.submit();
    runtime::TakeAction asked = house.action(reference, "triage", {{"grade", "high"}});
    asked.if_match = 7;

    const auto answer = house.ask(house.intake, asked);

    CHECK(std::get<core::Refusal>(answer).version == 1);
}

TEST_CASE("take action: a wrong form is told every field") {
    House house;
    const std::string reference = house.submit();

    const auto answer = house.act(house.intake, reference, "triage");

    const auto& refusal = std::get<core::Refusal>(answer);
    REQUIRE(refusal.errors.size() == 1);
    CHECK(refusal.errors.front().field == "/grade");
}

TEST_CASE("take action: the second person and the guard come last, in this order") {
    House house;
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    house.done(house.researcher, reference, "research");
    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", {"health"}}});
    house.done(house.coordinator, reference, "conclude");

    const json::object wrong{{"code", "nothing"}};
    const json::object right{{"code", "disclosed"}};

    CHECK(describe(house.act(house.researcher, reference, "approve")) == "refused invalid_form");
    CHECK(
        describe(house.act(house.researcher, reference, "approve", wrong)) ==
        "refused second_person_required"
    );
    CHECK(
        describe(house.act(house.researcher, reference, "approve", right)) ==
        "refused second_person_required"
    );
    CHECK(
        describe(house.act(house.decision_maker, reference, "approve", wrong)) ==
        "refused guard_failed"
    );
    CHECK(describe(house.act(house.decision_maker, reference, "approve", right)).starts_with("ok ")
    );
}

TEST_CASE("take action: names that people cannot take are unknown") {
    House house;
    const std::string reference = house.submit();

    for (const char* name :
         {"check_answered",
          "spun",
          "xstate.after.hour.trial.process.received",
          "*",
          "message_failed",
          ""}) {
        CAPTURE(name);
        CHECK(describe(house.act(house.intake, reference, name)) == "refused unknown_action");
    }
}

TEST_CASE("take action: a step that never rests stores nothing") {
    House house;
    const std::string reference = house.submit();

    CHECK(describe(house.act(house.intake, reference, "spin")) == "refused step_unbounded");

    CHECK(house.row_of(reference).version == 1);
}

TEST_CASE("submit: the first check that fails answers") {
    House house;
    core::Principal who = house.auditor;
    runtime::SubmitRequest asked{kUnreadable, {}, "online", "en", {}};
    const auto answer = [&] { return describe(house.ask(who, asked)); };

    CHECK(answer() == "refused idempotency_key_missing");
    asked.idempotency = key("one");
    CHECK(answer() == "refused role_not_allowed");
    who = house.front;
    CHECK(answer() == "refused malformed_body");
    asked.form = kNotAForm;
    CHECK(answer() == "refused invalid_form");
    CHECK(house.world.disk.now.cases.empty());
    asked.form = json::value(a_request());
    CHECK(answer().starts_with("ok "));
}

}  // namespace clarion::test
