// Cases opened by hand, cases that go on from others, and several workflows at once.
#include <doctest/doctest.h>

#include "engine/core/reference.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

using std::chrono::hours;

// The trial under another name: the same states, a route of its own.
std::string second_bundle() {
    json::object bundle = json::parse(trial_bundle()).as_object();
    bundle["id"] = "test/second";
    bundle["title"] = "Second road";
    bundle["profile"].as_object()["requests"] = "test/trial";
    return json::serialize(bundle);
}

// Two workflows are offered side by side.
struct TwoRoads : House {
    TwoRoads() { restart({trial_bundle(), second_bundle()}); }
};

json::object two_people() {
    json::object form = a_request();
    form["person_at_risk"] = {{"name", "Robin Sample"}, {"birth_date", "1990-01-02"}};
    return form;
}

runtime::StartCase start(House& house, const std::string& workflow, json::object form) {
    return {
        .body = json::value(json::object{
            {"workflow", workflow}, {"channel", "front_desk"}, {"form", std::move(form)}}),
        .idempotency = house.fresh_key(),
    };
}

void close(House& house, const std::string& reference) {
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    house.done(house.researcher, reference, "research");
    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", {"health"}}});
    house.done(house.coordinator, reference, "conclude");
    house.done(house.decision_maker, reference, "approve", {{"code", "disclosed"}});
}

std::string closed_case(House& house) {
    const std::string reference = house.submit();
    close(house, reference);
    return reference;
}

json::object link_of(House& house, const core::Principal& who, const std::string& reference) {
    const auto shown = document(house.ask(who, runtime::OpenCase{reference}));
    REQUIRE(shown.at("links").as_array().size() == 1);
    return shown.at("links").as_array().at(0).as_object();
}

}  // namespace

TEST_CASE("opening: staff open a case of the workflow they name, and it pins its own bundle") {
    TwoRoads house;

    const auto answer = house.ask(house.intake, start(house, "test/second", two_people()));

    const json::object& made = document(answer);
    CHECK(std::get<runtime::Answered>(answer).created);
    CHECK(text(made.at("workflow").at("id")) == "test/second");
    CHECK_FALSE(made.at("merged").as_bool());
    const std::string reference = text(made.at("reference"));
    const auto shown = document(house.ask(house.officer, runtime::OpenCase{reference}));
    CHECK(text(shown.at("workflow").at("title")) == "Second road");
    CHECK(text(shown.at("opened_with")) == "request");
    CHECK(text(shown.at("channel")) == "front_desk");
    CHECK(text(shown.at("request").at("subject").at("name")) == "Sam Sample");
    CHECK(house.row_of(reference).bundle != house.row_of(house.submit()).bundle);
    CHECK(house.log_after(0).find("request_received/ok") != std::string::npos);
}

TEST_CASE("opening: a repeat of the key opens nothing, other words under it are refused") {
    House house;
    const runtime::StartCase asked = start(house, "test/trial", two_people());
    const auto first = house.ask(house.intake, asked);
    const auto again = house.ask(house.intake, asked);
    runtime::StartCase changed = asked;
    changed.idempotency.request_hash.front() ^= 1U;

    CHECK(describe(first) == describe(again));
    CHECK(house.world.disk.now.cases.size() == 1);
    CHECK(describe(house.ask(house.intake, changed)) == "refused idempotency_key_reused");
}

TEST_CASE("opening: the first check that fails answers, and nothing is opened") {
    House house;
    const auto answer = [&](const core::Principal& who, runtime::Body body, bool with_key = true) {
        runtime::StartCase asked{std::move(body), {}};
        if (with_key) asked.idempotency = house.fresh_key();
        return describe(house.ask(who, asked));
    };
    const auto envelope = [](json::object more) {
        json::object body{{"workflow", "test/trial"}, {"channel", "phone"}, {"form", a_request()}};
        for (auto& part : more)
            body[part.key()] = part.value();
        return runtime::Body(json::value(std::move(body)));
    };

    CHECK(answer(house.intake, envelope({}), false) == "refused idempotency_key_missing");
    CHECK(answer(house.intake, runtime::Unreadable{"line 1"}) == "refused malformed_body");
    CHECK(answer(house.intake, json::value(json::array{})) == "refused malformed_body");
    CHECK(answer(house.intake, envelope({{"workflow", "nowhere"}})) == "refused invalid_form");
    CHECK(answer(house.officer, envelope({{"channel", "owl"}})) == "refused role_not_allowed");
    CHECK(answer(house.intake, envelope({{"channel", "owl"}})) == "refused invalid_form");
    CHECK(answer(house.intake, envelope({{"form", json::object{}}})) == "refused invalid_form");
    core::Principal both = house.health;
    both.roles = {"intake_officer"};  // of an agency: it acts as its member alone
    CHECK(answer(both, envelope({})) == "refused role_not_allowed");
    CHECK(house.world.disk.now.cases.empty());
}

TEST_CASE("opening: an error in the form is told at its place in the body") {
    House house;
    const auto answer = house.ask(house.intake, start(house, "test/trial", {}));

    REQUIRE(std::holds_alternative<core::Refusal>(answer));
    CHECK(std::get<core::Refusal>(answer).errors.at(0).field == "/form/subject");
}

TEST_CASE("opening: the same two people inside the window are told to their open case") {
    House house;
    const auto first = document(house.ask(house.intake, start(house, "test/trial", two_people())));
    const std::string reference = text(first.at("reference"));

    const auto again = document(house.ask(house.intake, start(house, "test/trial", two_people())));

    CHECK(again.at("merged").as_bool());
    CHECK(text(again.at("reference")) == reference);
    CHECK(house.world.disk.now.cases.size() == 1);
    const json::object context = house.context_of(reference);
    REQUIRE(context.at("repeats").as_array().size() == 1);
    const json::value& told = context.at("repeats").as_array().at(0);
    CHECK(text(told.at("told_by").at("person")) == "ines");
    CHECK(house.log_after(0).find("seen_again/ok") != std::string::npos);

    SUBCASE("names alone do not make two people the same") {
        json::object form = two_people();
        form["person_at_risk"].as_object().erase("birth_date");
        CHECK_FALSE(document(house.ask(house.intake, start(house, "test/trial", form)))
                        .at("merged")
                        .as_bool());
    }
    SUBCASE("after the window they are a case of their own") {
        house.clock.advance(hours(24 * 31));
        CHECK_FALSE(document(house.ask(house.intake, start(house, "test/trial", two_people())))
                        .at("merged")
                        .as_bool());
    }
    SUBCASE("an agency hears nothing of what was there") {
        const auto heard =
            document(house.ask(house.health, start(house, "test/trial", two_people())));
        CHECK_FALSE(heard.contains("merged"));
        CHECK(house.world.disk.now.cases.size() == 1);
    }
}

TEST_CASE("opening: who asked by what was told later is covered, and uncovered like others") {
    House house;
    json::object told = two_people();
    told.erase("applicant");
    const auto first = document(house.ask(house.intake, start(house, "test/trial", told)));
    const std::string reference = text(first.at("reference"));
    json::object asked = two_people();
    asked["applicant"] = json::object{{"name", "Ottoline Example"}, {"telephone", "07700 900 982"}};
    const auto again = document(house.ask(house.intake, start(house, "test/trial", asked)));
    REQUIRE(again.at("merged").as_bool());

    const auto opened = house.ask(house.officer, runtime::OpenCase{reference});
    const std::string shown = json::serialize(document(opened));
    const json::value why(json::object{{"reason", "To call them back."}});
    const auto revealed =
        house.ask(house.officer, runtime::RevealPerson{reference, "applicant", why});

    CHECK(shown.find("Ottoline") == std::string::npos);
    CHECK(shown.find("900 982") == std::string::npos);
    CHECK(text(document(revealed).at("person").at("name")) == "Ottoline Example");
    CHECK(document(revealed).at("contact").is_object());
}

TEST_CASE("opening: two workflows do not merge, and a closed case takes no more") {
    TwoRoads house;
    (void)document(house.ask(house.intake, start(house, "test/trial", two_people())));

    const auto other = document(house.ask(house.intake, start(house, "test/second", two_people())));

    CHECK_FALSE(other.at("merged").as_bool());
    CHECK(house.world.disk.now.cases.size() == 2);
}

TEST_CASE("linked case: opened once, with its own clock, and both say so") {
    House house;
    const std::string reference = closed_case(house);
    house.clock.advance(hours(24 * 40));
    house.done(house.supervisor, reference, "reopen");

    (void)house.take_deliveries();
    (void)house.take_deliveries();

    const auto others = house.references_but({reference});
    REQUIRE(others.size() == 1);
    const ports::CaseRow row = house.row_of(others[0]);
    CHECK_FALSE(row.closed);
    CHECK(row.received_at == house.clock.now());
    CHECK(house.context_of(others[0]).at("request") == house.context_of(reference).at("request"));
    const json::object there = link_of(house, house.officer, reference);
    CHECK(text(there.at("reference")) == others[0]);
    CHECK(text(there.at("relation")) == "reopened_as");
    const json::object back = link_of(house, house.officer, others[0]);
    CHECK(text(back.at("reference")) == reference);
    CHECK(text(back.at("relation")) == "reopens");
    const std::string log = house.log_after(0);
    CHECK(log.find("case_linked/ok, linked_case_opened/ok") != std::string::npos);
    CHECK(log.find("see_link/ok") != std::string::npos);
}

TEST_CASE("linked case: goes to the route named, with what is carried and no more") {
    TwoRoads house;
    const std::string reference = closed_case(house);
    house.done(house.supervisor, reference, "convert");

    (void)house.take_deliveries();

    const auto others = house.references_but({reference});
    REQUIRE(others.size() == 1);
    const json::object context = house.context_of(others[0]);
    CHECK(context.at("triage") == json::value{{"grade", "high"}});
    CHECK_FALSE(context.contains("forum"));
    CHECK(text(link_of(house, house.officer, reference).at("route")) == "test/second");
    CHECK(text(link_of(house, house.officer, others[0]).at("relation")) == "converted_from");
    CHECK(house.world.outbox.buried() == 0);
}

TEST_CASE("linked case: a second delivery under the same key makes no second case") {
    House house;
    const std::string reference = closed_case(house);
    house.done(house.supervisor, reference, "reopen");
    ports::OutboxRow row;
    for (const auto& waiting : house.world.outbox.ready(house.clock.now(), 64)) {
        if (waiting.effect == "open_linked_case") row = waiting;
    }
    REQUIRE_FALSE(row.key.empty());
    (void)house.take_deliveries();
    REQUIRE(house.references_but({reference}).size() == 1);

    house.world.cases.begin();
    house.world.outbox.put(row);  // as after a backup was restored
    house.world.cases.commit();
    house.restart();
    (void)house.take_deliveries();

    CHECK(house.references_but({reference}).size() == 1);
    for (const auto& waiting : house.world.outbox.ready(house.clock.now(), 64))
        CHECK(waiting.effect != "open_linked_case");
}

TEST_CASE("linked case: a route that is not offered is buried, loudly, and nothing is opened") {
    House house;
    const std::string reference = closed_case(house);
    house.done(house.supervisor, reference, "convert");

    (void)house.take_deliveries();

    CHECK(house.references_but({reference}).empty());
    CHECK(house.world.outbox.buried() == 1);
}

TEST_CASE("linked case: where the same two people have an open case there, that one goes on") {
    TwoRoads house;
    const auto first = document(house.ask(house.intake, start(house, "test/trial", two_people())));
    const std::string reference = text(first.at("reference"));
    close(house, reference);
    const auto there = document(house.ask(house.intake, start(house, "test/second", two_people())));
    const std::string open = text(there.at("reference"));
    house.done(house.supervisor, reference, "convert");

    (void)house.take_deliveries();

    CHECK(house.world.disk.now.cases.size() == 2);
    CHECK(house.context_of(open).at("repeats").as_array().size() == 1);
    CHECK(text(link_of(house, house.officer, reference).at("reference")) == open);
    CHECK(text(link_of(house, house.officer, open).at("relation")) == "converted_from");
    CHECK(house.world.outbox.buried() == 0);
}

TEST_CASE("linked case: one that is there is told, and both say so, however often it is delivered"
) {
    House house;
    const std::string reference = closed_case(house);
    const std::string other = house.submit();
    house.done(house.supervisor, reference, "join", {{"code", other}});

    (void)house.take_deliveries();
    (void)house.take_deliveries();

    CHECK(house.world.disk.now.cases.size() == 2);
    const json::object context = house.context_of(other);
    REQUIRE(context.at("repeats").as_array().size() == 1);
    const json::value& told = context.at("repeats").as_array().at(0);
    CHECK(told.at("form") == house.context_of(reference).at("request"));
    CHECK(text(link_of(house, house.officer, reference).at("relation")) == "part_of");
    CHECK(text(link_of(house, house.officer, other).at("relation")) == "has_part");
    CHECK(house.world.outbox.buried() == 0);
}

TEST_CASE("linked case: a reference that names no other case is told to the case it stands in") {
    House house;
    const std::string reference = closed_case(house);
    std::string written = "7K3M-2QXT-C";
    SUBCASE("nobody's") {}
    SUBCASE("not a reference") {
        written = "the one from May";
    }
    SUBCASE("its own") {
        written = reference;
    }
    house.done(house.supervisor, reference, "join", {{"code", written}});

    (void)house.take_deliveries();

    CHECK(house.context_of(reference).at("lost_links").as_array().size() == 1);
    CHECK_FALSE(house.context_of(reference).contains("links"));
    CHECK(house.world.outbox.buried() == 0);
}

TEST_CASE("workflows: each says how a case of it is opened, and by whom") {
    TwoRoads house;
    const auto list = document(house.ask(house.intake, runtime::ListWorkflows{}));

    const json::array& items = list.at("items").as_array();
    REQUIRE(items.size() == 2);
    CHECK(items.at(0).at("opening").at("allowed").as_bool());
    CHECK(text(items.at(0).at("opening").at("form_name")) == "request");
    CHECK(text(items.at(0).at("title")) == "Second road");
    CHECK_FALSE(items.at(0).at("takes_requests").as_bool());
    CHECK(items.at(1).at("takes_requests").as_bool());
    CHECK_FALSE(document(house.ask(house.supervisor, runtime::ListWorkflows{}))
                    .at("items")
                    .as_array()
                    .at(0)
                    .at("opening")
                    .at("allowed")
                    .as_bool());
    CHECK(
        document(house.ask(house.health, runtime::ListWorkflows{})).at("items").as_array().size() ==
        2
    );
}

}  // namespace clarion::test
