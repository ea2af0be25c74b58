// Need to know: who a case is there for, what is covered, and the two loud ways past that.
#include <doctest/doctest.h>

#include "engine/core/reference.hpp"
#include "engine/runtime/alert_desk.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

const json::object kWhy{{"reason", "A call says that it cannot wait."}};

json::object named_request() {
    json::object request = a_request();
    request["applicant"] = json::object{{"name", "Alex Sample"}};
    return request;
}

std::string nobodys() {
    return core::format_reference(core::make_reference("22222222"));
}

std::size_t shown_in_lists(House& house, const core::Principal& who) {
    const auto list = house.ask(who, runtime::ListCases{});
    return document(list).at("items").as_array().size();
}

int alerts_open(House& house) {
    const auto list = house.ask(house.supervisor, runtime::ListAlerts{});
    return static_cast<int>(document(list).at("items").as_array().size());
}

void check_same_as_nowhere(House& house, const core::Principal& who, const std::string& hidden) {
    const auto there = every_look(hidden);
    const auto nowhere = every_look(nobodys());
    for (std::size_t at = 0; at < there.size(); ++at) {
        CAPTURE(at);
        const std::size_t logged = house.logged();
        const auto one = house.ask(who, there[at]);
        const std::size_t entries = house.logged() - logged;
        const auto other = house.ask(who, nowhere[at]);
        CHECK(describe(one) == "refused not_found");
        CHECK(describe(other) == "refused not_found");
        CHECK(std::get<core::Refusal>(one).detail == std::get<core::Refusal>(other).detail);
        CHECK(house.logged() - logged == 2 * entries);
        CHECK(
            house.world.disk.now.log.back().detail.size() ==
            house.world.disk.now.log[house.logged() - 2].detail.size()
        );
    }
}

}  // namespace

TEST_CASE("need to know: who declares a conflict sees the case no more, and it waits for another") {
    House house;
    const std::string reference = house.submit(named_request());
    (void)house.ask(house.officer, runtime::ListActions{reference});
    house.done(house.supervisor, reference, "give", {{"to", "otis"}});
    CHECK(
        house.row_of(reference).lists ==
        std::vector<std::string>{"person:otis", "role:intake_officer"}
    );

    house.done(house.officer, reference, "declare_own_conflict");

    CHECK(house.row_of(reference).walls == std::vector<std::string>{"conflict:otis"});
    CHECK(house.row_of(reference).lists.back() == "unassigned");
    CHECK(shown_in_lists(house, house.officer) == 0);
    CHECK(shown_in_lists(house, house.coordinator) == 1);
    check_same_as_nowhere(house, house.officer, reference);
    const auto taken = house.act(house.officer, reference, "triage", {{"grade", "high"}});
    CHECK(describe(taken) == "refused not_found");
    const auto given = house.act(house.supervisor, reference, "give", {{"to", "otis"}});
    CHECK(describe(given) == "refused guard_failed");
    // No glass is theirs to break.
    const auto glass = house.ask(house.officer, runtime::BreakGlass{reference, json::value(kWhy)});
    CHECK(describe(glass) == "refused not_found");
    CHECK(alerts_open(house) == 0);
}

TEST_CASE("need to know: a form names no case that is not theirs, nor tells it from one not there"
) {
    House house;
    const std::string hidden = house.submit(named_request());
    const std::string own = house.submit();
    house.done(house.officer, hidden, "declare_own_conflict");

    const auto named = [&](const core::Principal& who, const std::string& twin) {
        return describe(house.act(who, own, "seal_case", {{"twin", twin}}));
    };
    core::Principal both = house.officer;
    both.roles.emplace_back("coordinator");
    CHECK(named(both, hidden) == "refused invalid_form");
    CHECK(named(both, nobodys()) == "refused invalid_form");
    CHECK(named(house.coordinator, hidden).starts_with("ok"));
}

TEST_CASE("need to know: a sealed case is there for its readers alone, in no list and no count") {
    House house;
    const std::string reference = house.submit(named_request());
    house.done(house.coordinator, reference, "seal_case", {{"readers", json::array{"rhys"}}});

    for (const core::Principal* who : {&house.officer, &house.supervisor, &house.decision_maker}) {
        CHECK(shown_in_lists(house, *who) == 0);
        check_same_as_nowhere(house, *who, reference);
    }
    const auto list = house.ask(house.officer, runtime::ListCases{});
    const json::object& counts = document(list).at("counts").as_object();
    CHECK(counts.at("intake").to_number<int>() == 0);
    CHECK(counts.at("unassigned").to_number<int>() == 0);
    for (const core::Principal* who : {&house.coordinator, &house.researcher}) {
        CHECK(document(house.ask(*who, runtime::OpenCase{reference})).contains("request"));
        CHECK(house.world.disk.now.log.back().entry.why == "reader");
    }
}

TEST_CASE("need to know: what is kept from somebody is in none of their counts, and in others'") {
    House house;
    const auto count = [&](const core::Principal& who, const char* name) {
        const auto list = house.ask(who, runtime::ListCases{});
        return document(list).at("counts").at(name).to_number<int>();
    };
    const std::string conflicted = house.submit(named_request());
    const std::string sealed = house.submit();
    (void)house.submit();
    (void)house.ask(house.officer, runtime::ListActions{conflicted});
    house.done(house.officer, conflicted, "declare_own_conflict");
    house.done(house.coordinator, sealed, "seal_case", {{"readers", json::array{"rhys"}}});

    CHECK(count(house.officer, "all") == 1);
    CHECK(count(house.officer, "intake") == 1);
    CHECK(count(house.officer, "unassigned") == 1);
    CHECK(count(house.supervisor, "all") == 2);
    CHECK(count(house.supervisor, "intake") == 2);
    CHECK(count(house.researcher, "all") == 3);  // a reader of the sealed one
    CHECK(count(house.researcher, "mine") == 1);
}

TEST_CASE("need to know: who asked is covered, and uncovered by an act with a reason") {
    House house;
    const std::string reference = house.submit(named_request());

    const auto opened = house.ask(house.officer, runtime::OpenCase{reference});
    CHECK(json::serialize(document(opened)).find("Alex") == std::string::npos);
    const std::size_t logged = house.logged();
    const auto asked = runtime::RevealPerson{reference, "applicant", json::value(kWhy)};
    const auto revealed = house.ask(house.officer, asked);

    CHECK(text(document(revealed).at("person").at("name")) == "Alex Sample");
    CHECK(document(revealed).at("shown_for_s").to_number<int>() == 60);
    CHECK(house.log_after(logged) == "reveal_identity/ok");
    CHECK(
        house.world.disk.now.log.back().entry.fields ==
        std::vector<std::string>{"existence", "safety"}
    );

    core::Principal stale = house.officer;
    stale.authenticated_at = house.clock.now() - core::kFreshSignInMax - std::chrono::seconds(1);
    CHECK(describe(house.ask(stale, asked)) == "refused sign_in_too_old");
    const auto mute = runtime::RevealPerson{reference, "applicant", json::value(json::object{})};
    CHECK(describe(house.ask(house.officer, mute)).starts_with("refused invalid_form"));
    const auto other = runtime::RevealPerson{reference, "somebody", json::value(kWhy)};
    CHECK(describe(house.ask(house.officer, other)) == "refused not_found");
}

TEST_CASE("need to know: when and how is shown, by what address is uncovered with the person") {
    House house;
    const std::string reference = house.submit();

    const auto opened = house.ask(house.officer, runtime::OpenCase{reference});
    const json::value& plan = document(opened).at("contact_plan");
    CHECK(plan.at("any_time") == json::value(true));
    CHECK(text(plan.at("message")) == "email");
    CHECK(json::serialize(document(opened)).find("alex@example.com") == std::string::npos);
    const auto revealed =
        house.ask(house.officer, runtime::RevealPerson{reference, "applicant", json::value(kWhy)});

    const json::value& contact = document(revealed).at("contact");
    CHECK(text(contact.at("plan").at("email").at("address")) == "alex@example.com");
    CHECK(contact.at("code_word").is_null());
}

TEST_CASE("break-glass: opens a sealed case for a while, and two supervisors hear of it at once") {
    House house;
    const std::string reference = house.submit(named_request());
    house.done(house.coordinator, reference, "seal_case");
    (void)house.take_deliveries();

    const runtime::BreakGlass asked{reference, json::value(kWhy)};
    core::Principal stale = house.officer;
    stale.authenticated_at = house.clock.now() - std::chrono::hours(1);
    CHECK(describe(house.ask(stale, asked)) == "refused sign_in_too_old");
    const std::size_t logged = house.logged();
    const auto broken = house.ask(house.officer, asked);

    CHECK(text(document(broken).at("reference")) == reference);
    CHECK(house.log_after(logged) == "alert_raised/ok, break_glass/ok");
    std::set<std::string> told;
    for (const auto& job : house.take_deliveries()) {
        REQUIRE(job.message.has_value());
        CHECK(job.message->way == "staff");
        CHECK(job.message->template_id == "alert_raised");
        told.insert(job.message->address);
        CHECK(describe(house.report(job.outbox_id, ports::DeliveryOutcome::done)).starts_with("ok")
        );
    }
    CHECK(told == std::set<std::string>{"second_supervisor", "supervisor"});
    CHECK(house.take_deliveries().empty());
    CHECK(document(house.ask(house.officer, runtime::OpenCase{reference})).contains("request"));
    // To look is not to act.
    const auto act = house.act(house.officer, reference, "declare_own_conflict");
    CHECK(describe(act) == "refused role_not_allowed");
    const auto actions = house.ask(house.officer, runtime::ListActions{reference});
    for (const json::value& action : document(actions).at("items").as_array())
        CHECK_FALSE(action.at("allowed").as_bool());
    CHECK(
        describe(house.ask(house.decision_maker, runtime::OpenCase{reference})) ==
        "refused not_found"
    );
    house.clock.advance(std::chrono::hours(3));
    CHECK(describe(house.ask(house.officer, runtime::OpenCase{reference})) == "refused not_found");
}

TEST_CASE("break-glass: there is none where nothing is kept away, nor on a case that is not there"
) {
    House house;
    const std::string reference = house.submit();
    const std::size_t logged = house.logged();

    for (const std::string& wanted : {reference, nobodys()}) {
        const auto answer =
            house.ask(house.officer, runtime::BreakGlass{wanted, json::value(kWhy)});
        CHECK(describe(answer) == "refused not_found");
    }
    const auto auditor =
        house.ask(house.auditor, runtime::BreakGlass{reference, json::value(kWhy)});

    CHECK(describe(auditor) == "refused role_not_allowed");
    CHECK(house.log_after(logged) == "break_glass/denied, break_glass/denied, break_glass/denied");
    CHECK(alerts_open(house) == 0);
}

TEST_CASE("alerts: are worked by supervisors, never by whoever they are about") {
    House house;
    const std::string reference = house.submit();
    house.done(house.coordinator, reference, "seal_case");
    core::Principal second = house.supervisor;
    second.person = core::PersonId{"second"};
    second.audit_ref = core::AuditRef{"ref-second"};
    (void)house.ask(house.supervisor, runtime::BreakGlass{reference, json::value(kWhy)});

    CHECK(alerts_open(house) == 0);
    const auto list = house.ask(second, runtime::ListAlerts{});
    const json::array& items = document(list).at("items").as_array();
    REQUIRE(items.size() == 1);
    const std::string id = text(items.at(0).at("id"));
    CHECK(text(items.at(0).at("rule")) == "break_glass");
    // Sealed, and not theirs to open: which it is, so that they can ask about it.
    CHECK(text(items.at(0).at("reference")) == reference);
    CHECK(describe(house.ask(second, runtime::OpenCase{reference})) == "refused not_found");
    const runtime::SettleAlert settle{id, json::value(json::object{{"finding", "explained"}})};
    CHECK(describe(house.ask(house.supervisor, settle)) == "refused not_found");
    CHECK(describe(house.ask(house.officer, settle)) == "refused role_not_allowed");
    CHECK(text(document(house.ask(second, settle)).at("finding")) == "explained");
    CHECK(describe(house.ask(second, settle)) == "refused action_not_available");
    CHECK(
        describe(house.ask(second, runtime::SettleAlert{"nothing", settle.form})) ==
        "refused not_found"
    );
    const auto settled = house.ask(second, runtime::ListAlerts{true});
    CHECK(document(settled).at("items").as_array().size() == 1);
}

TEST_CASE("alerts: who broke the glass of a case settles nothing about it, nor who has a conflict"
) {
    House house;
    const std::string reference = house.submit();
    house.done(house.officer, reference, "declare_own_conflict");
    house.done(house.coordinator, reference, "seal_case");
    core::Principal second = house.supervisor;
    second.person = core::PersonId{"second"};
    second.audit_ref = core::AuditRef{"ref-second"};
    const runtime::BreakGlass broken{reference, json::value(kWhy)};
    (void)house.ask(house.decision_maker, broken);
    (void)house.ask(second, broken);
    const auto list = house.ask(second, runtime::ListAlerts{});
    const json::array& items = document(list).at("items").as_array();
    REQUIRE(items.size() == 1);
    const std::string id = text(items.at(0).at("id"));
    const runtime::SettleAlert settle{id, json::value(json::object{{"finding", "explained"}})};

    CHECK(describe(house.ask(second, settle)) == "refused not_found");
    core::Principal conflicted = house.supervisor;
    conflicted.person = house.officer.person;
    conflicted.audit_ref = house.officer.audit_ref;
    const auto theirs = house.ask(conflicted, runtime::ListAlerts{});
    for (const json::value& item : document(theirs).at("items").as_array())
        CHECK(item.at("reference").is_null());
    CHECK(describe(house.ask(house.supervisor, settle)).starts_with("ok"));
}

TEST_CASE("alerts: a page at a time, newest first, and one's own bury none of the others") {
    House house;
    const std::string reference = house.submit();
    house.done(house.coordinator, reference, "seal_case");
    const runtime::BreakGlass broken{reference, json::value(kWhy)};
    (void)house.ask(house.officer, broken);
    const auto fresh = [&](core::Principal who) {
        who.authenticated_at = house.clock.now();
        return who;
    };
    for (std::size_t hours = 0; hours < 2 * runtime::kAlertsShownMax; ++hours) {
        house.clock.advance(std::chrono::hours(1));
        (void)house.ask(fresh(house.supervisor), broken);
    }
    const auto own = house.ask(fresh(house.supervisor), runtime::ListAlerts{});
    REQUIRE(document(own).at("items").as_array().size() == 1);
    CHECK(document(own).at("next_cursor").is_null());
    core::Principal second = fresh(house.supervisor);
    second.person = core::PersonId{"second"};
    second.audit_ref = core::AuditRef{"ref-second"};

    std::size_t shown = 0;
    std::string last = "~";
    for (runtime::ListAlerts asked;;) {
        const auto page = house.ask(second, asked);
        for (const json::value& item : document(page).at("items").as_array()) {
            CHECK(text(item.at("raised_at")) <= last);
            last = text(item.at("raised_at"));
            ++shown;
        }
        const json::value& next = document(page).at("next_cursor");
        if (next.is_null()) break;
        asked.cursor = text(next);
    }
    // A glass stays broken into the next hour: every second one is an alert of its own.
    CHECK(shown == runtime::kAlertsShownMax + 1);
    const auto foreign = house.ask(second, runtime::ListAlerts{false, "nonsense"});
    CHECK(describe(foreign) == "refused malformed_body");
}

}  // namespace clarion::test
