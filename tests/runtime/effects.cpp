// Effects: out at least once and not twice at a time, with backoff, and nothing sent that was not
// chosen.
#include <doctest/doctest.h>

#include <set>

#include "engine/runtime/effect_dispatcher.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

using ports::DeliveryOutcome;
using std::chrono::hours;
using std::chrono::minutes;

std::string triaged(House& house) {
    const std::string reference = house.submit();
    house.done(house.intake, reference, "triage", {{"grade", "high"}});
    return reference;
}

// The jobs as "check local_records", "staff researcher new_work", "email alex@example.com ...".
std::set<std::string> names_of(const std::vector<runtime::DeliveryJob>& jobs) {
    std::set<std::string> names;
    for (const auto& job : jobs) {
        CHECK(job.message.has_value() != job.question.has_value());
        if (job.question) names.insert("check " + job.question->system);
        if (job.message) {
            const auto& message = *job.message;
            names.insert(
                message.way + " " + message.address + " " + message.template_id + " " +
                message.language
            );
        }
    }
    return names;
}

// Takes the effects of a triage and reports all but the check done; the check's id.
std::uint64_t take_check(House& house) {
    std::uint64_t check = 0;
    for (const auto& job : house.take_deliveries()) {
        if (job.question) check = job.outbox_id;
        if (job.message) (void)house.report(job.outbox_id, DeliveryOutcome::done);
    }
    REQUIRE(check != 0);
    return check;
}

// A request whose plan is changed, taken to the moment of the message.
std::string called_back(House& house, const std::function<void(json::object&)>& change) {
    json::object request = a_request();
    change(request);
    const std::string reference = house.submit(request);
    house.done(house.officer, reference, "call_back");
    return reference;
}

json::object& plan_of(json::object& request) {
    return request.at("contact").as_object();
}

}  // namespace

TEST_CASE("effects: each goes out once, under a key that says case, event and place") {
    House house;
    const std::string reference = triaged(house);

    const auto jobs = house.take_deliveries();

    CHECK(
        names_of(jobs) ==
        std::set<std::string>{
            "check local_records", "staff researcher new_work en", "staff supervisor new_work en"}
    );
    const std::string start = house.row_of(reference).id.text + ":2:";
    for (const auto& job : jobs) {
        CHECK((job.question ? job.question->key : job.message->key).starts_with(start));
    }
    CHECK(house.engine->next_wake().value() > house.clock.now());  // nothing to do at once
    CHECK(house.take_deliveries().empty());
    house.clock.advance(minutes(5));
    CHECK(house.take_deliveries().empty());  // still out
}

TEST_CASE("effects: a source is asked about the subject alone, never told who asks") {
    House house;
    (void)triaged(house);

    for (const auto& job : house.take_deliveries()) {
        if (!job.question) continue;
        const std::string asked = json::serialize(job.question->subject);
        CHECK(asked.find("Sam Sample") != std::string::npos);
        CHECK(asked.find("Alex") == std::string::npos);
    }
    CHECK(house.log_after(0).find("check_asked/ok") != std::string::npos);
}

TEST_CASE("effects: an alert about no case is told once to each supervisor, and leaves the outbox"
) {
    House house;
    const runtime::RaiseAlert alert{"helplines_unverified", "helplines_unverified: emergency@ "};
    for (int round = 0; round < 2; ++round)
        (void)house.ask(core::system_principal(), alert);

    const auto jobs = house.take_deliveries();
    CHECK(
        names_of(jobs) ==
        std::set<std::string>{
            "staff second_supervisor alert_raised en", "staff supervisor alert_raised en"}
    );
    for (const auto& job : jobs)
        (void)house.report(job.outbox_id, DeliveryOutcome::done);
    CHECK(house.world.outbox.waiting() == 0);
    house.clock.advance(hours(1));
    CHECK(house.take_deliveries().empty());
}

TEST_CASE("effects: an answered check comes back to the case and leaves the outbox") {
    House house;
    const std::string reference = triaged(house);
    const std::uint64_t check = take_check(house);

    (void)house.report(check, DeliveryOutcome::done, "", {{"outcome", "searched_nothing"}});

    const json::object checked =
        house.context_of(reference).at("checks").as_array().at(0).as_object();
    CHECK(text(checked.at("outcome")) == "searched_nothing");
    CHECK(text(checked.at("system")) == "local_records");
    CHECK(text(checked.at("set")) == "initial");
    CHECK(house.world.outbox.waiting() == 0);
}

TEST_CASE("effects: each system of a set is asked, and a restricted one leaves only its hit") {
    House house;
    const std::string reference = triaged(house);
    for (const auto& job : house.take_deliveries())
        (void)house.report(job.outbox_id, DeliveryOutcome::done);
    house.done(house.researcher, reference, "look_up");

    std::string asked;
    for (const auto& job : house.take_deliveries()) {
        asked += job.question->system + " ";
        (void)house.report(
            job.outbox_id,
            DeliveryOutcome::done,
            "",
            {{"outcome", "searched_found"},
             {"contact_manager", "Unit desk"},
             {"content", "What the entry says"}}
        );
    }

    CHECK(asked == "dangerous_persons local_records ");
    const json::object context = house.context_of(reference);
    const json::array& checks = context.at("checks").as_array();
    REQUIRE(checks.size() == 3);
    const json::object& restricted = checks.at(1).as_object();
    CHECK(text(restricted.at("outcome")) == "searched_found");
    CHECK(text(restricted.at("contact_manager")) == "Unit desk");
    CHECK_FALSE(restricted.contains("content"));
    CHECK(checks.at(2).as_object().contains("content"));
}

TEST_CASE("effects: an answer that no state wants is recorded and dropped") {
    House house;
    const std::string reference = triaged(house);
    const std::uint64_t check = take_check(house);
    house.done(house.coordinator, reference, "ask_agencies", {{"agencies", {"health"}}});
    const std::size_t logged = house.logged();

    CHECK(describe(house.report(check, DeliveryOutcome::done)) == "ok {}");

    CHECK(house.log_after(logged) == "check_answered/denied");
    CHECK(house.world.outbox.waiting() == 0);
    CHECK(house.take_deliveries().empty());
}

TEST_CASE("effects: what fails is tried again, later each time, and at last buried loudly") {
    House house;
    (void)triaged(house);
    std::uint64_t check = take_check(house);
    auto last = std::chrono::milliseconds(0);

    for (int fault = 1; fault < runtime::kFaultsMax; ++fault) {
        (void)house.report(check, DeliveryOutcome::later, "server_not_reached");
        const auto wait = house.engine->next_wake().value() - house.clock.now();
        CHECK(wait > last * 6 / 5);
        CHECK(wait <= hours(6) * 6 / 5);
        if (wait < hours(4)) last = wait;
        CHECK(house.take_deliveries().empty());
        house.clock.advance(wait);
        (void)house.fire_timers();
        for (const auto& job : house.take_deliveries()) {
            if (job.question) CHECK(job.outbox_id == check);
        }
    }
    (void)house.report(check, DeliveryOutcome::later, "server_not_reached");

    CHECK(house.world.outbox.buried() == 1);
    CHECK(house.metrics.values["clarion_alarms_total{effect_buried}"] == 1);
    CHECK(house.log_after(0).find("effect_buried/error") != std::string::npos);
}

TEST_CASE("effects: a source that is at work is asked again soon, and often") {
    House house;
    const std::string reference = triaged(house);
    const std::uint64_t check = take_check(house);

    for (int asked = 0; asked < 30; ++asked) {
        (void)house.report(check, DeliveryOutcome::later, "working");
        const auto wait = house.engine->next_wake().value() - house.clock.now();
        CHECK(wait <= minutes(6));
        house.clock.advance(wait);
        (void)house.fire_timers();
        (void)house.take_deliveries();
    }
    (void)house.report(check, DeliveryOutcome::done, "", {{"outcome", "searched_found"}});

    CHECK(house.context_of(reference).at("checks").as_array().size() == 1);
    CHECK(house.world.outbox.buried() == 0);
}

TEST_CASE("effects: what nobody does by machine is left to people, quietly") {
    House house;
    (void)triaged(house);
    const std::uint64_t check = take_check(house);

    (void)house.report(check, DeliveryOutcome::impossible, "no_source");

    CHECK(house.world.outbox.waiting() == 0);
    CHECK(house.world.outbox.buried() == 0);
}

TEST_CASE("effects: after a restart they go out again under the same key") {
    House house;
    (void)triaged(house);
    const auto before = house.take_deliveries();
    house.restart();
    house.clock.advance(runtime::kOutAtATime);

    const auto after = house.take_deliveries();

    CHECK(names_of(before) == names_of(after));
    // The old run's result names an effect that is not out in this one, or is: both end well.
    for (const auto& job : after)
        (void)house.report(job.outbox_id, DeliveryOutcome::done);
    CHECK(describe(house.report(before.front().outbox_id, DeliveryOutcome::done)) == "ok {}");
    CHECK(house.world.outbox.waiting() == 0);
}

TEST_CASE("effects: when the batch is not kept, nothing is out and a result comes again") {
    House house;
    const std::string reference = triaged(house);
    house.world.disk.fault = Fault::commit_fails;
    CHECK(house.take_deliveries().empty());
    house.clock.advance(std::chrono::seconds(2));  // the engine rests after a failure
    const std::uint64_t check = take_check(house);

    house.world.disk.fault = Fault::commit_fails;
    CHECK(describe(house.report(check, DeliveryOutcome::done)) == "unavailable");
    CHECK(house.take_deliveries().empty());  // it is out still
    CHECK(describe(house.report(check, DeliveryOutcome::done)) == "ok {}");

    CHECK(house.context_of(reference).at("checks").as_array().size() == 1);
}

TEST_CASE("messages: the words that were chosen, by that way, and the case hears of it") {
    House house;
    const std::string reference = called_back(house, [](json::object&) {});

    const auto jobs = house.take_deliveries();
    CHECK(names_of(jobs) == std::set<std::string>{"email alex@example.com call_back en"});
    (void)house.report(jobs.front().outbox_id, DeliveryOutcome::done);

    CHECK(house.context_of(reference).at("messages_sent").as_array().size() == 1);
}

TEST_CASE("messages: nothing goes out that was not chosen, and a person is told") {
    struct Variant {
        const char* name;
        std::function<void(json::object&)> change;
        const char* reason;
    };
    const std::vector<Variant> variants{
        {"no message wanted", [](auto& r) { plan_of(r)["message"] = "none"; }, "not_chosen"},
        {"nothing said", [](auto& r) { plan_of(r).erase("message"); }, "not_chosen"},
        {"not by this way", [](auto& r) { plan_of(r)["by_email"] = false; }, "not_chosen"},
        {"a way we do not have",
         [](auto& r) { plan_of(r)["message"] = "text"; },
         "way_not_offered"},
        {"no address", [](auto& r) { plan_of(r).erase("email"); }, "no_address"},
        {"another language", [](auto& r) { r["language"] = "other"; }, "no_text_in_language"},
        {"BSL", [](auto& r) { r["language"] = "bsl"; }, "no_text_in_language"},
        {"times in words", [](auto& r) { plan_of(r)["never"] = "school run"; }, "no_safe_time"},
        {"no plan", [](auto& r) { r.erase("contact"); }, "not_chosen"},
    };
    for (const Variant& variant : variants) {
        CAPTURE(variant.name);
        House house;
        const std::string reference = called_back(house, variant.change);

        CHECK(house.take_deliveries().empty());

        const json::object failed =
            house.context_of(reference).at("messages_failed").as_array().at(0).as_object();
        CHECK(text(failed.at("reason")) == variant.reason);
        CHECK(house.world.outbox.waiting() == 0);
        CHECK(house.states_of(reference).find("contact.held") != std::string::npos);
    }
}

TEST_CASE("messages: a failure that loses a race is not forgotten") {
    House house;
    const std::string reference =
        called_back(house, [](json::object& request) { plan_of(request)["message"] = "none"; });
    house.world.disk.fault = Fault::race_lost;

    CHECK(house.take_deliveries().empty());
    CHECK_FALSE(house.context_of(reference).contains("messages_failed"));
    CHECK(house.world.outbox.waiting() == 1);
    CHECK(house.take_deliveries().empty());

    CHECK(house.context_of(reference).contains("messages_failed"));
    CHECK(house.world.outbox.waiting() == 0);
}

TEST_CASE("messages: a report that loses a race after it has written is kept whole, and once") {
    House house;
    const std::string reference = called_back(house, [](json::object&) {});
    const auto jobs = house.take_deliveries();
    REQUIRE(jobs.size() == 1);
    house.world.disk.fault = Fault::race_lost;

    (void)house.report(jobs.front().outbox_id, DeliveryOutcome::impossible, "refused");

    CHECK(house.context_of(reference).at("messages_failed").as_array().size() == 1);
    CHECK(house.world.outbox.waiting() == 0);
    CHECK(house.world.disk.fault == Fault::none);
}

TEST_CASE("messages: Welsh when Welsh was chosen") {
    House house;
    (void)called_back(house, [](json::object& request) { request["language"] = "cy"; });

    CHECK(
        names_of(house.take_deliveries()) ==
        std::set<std::string>{"email alex@example.com call_back cy"}
    );
}

TEST_CASE("messages: none while contact is held, whatever was asked before") {
    House house;
    const std::string reference = called_back(house, [](json::object&) {});
    house.done(house.officer, reference, "hold");

    CHECK(house.take_deliveries().empty());
    CHECK(house.context_of(reference).contains("messages_failed"));
}

TEST_CASE("messages: wait for the window, and none goes when it is about to close") {
    House house;  // a Tuesday, 10:00
    const std::string reference = called_back(house, [](json::object& request) {
        plan_of(request).erase("any_time");
        plan_of(request)["times"] = json::array{"tuesday_afternoon", "wednesday_morning"};
    });

    CHECK(house.take_deliveries().empty());
    CHECK(house.world.outbox.next_ready() == at("2026-11-24T12:00:00Z"));
    house.clock.set(at("2026-11-24T16:55:00Z"));
    CHECK(house.take_deliveries().empty());
    CHECK(house.world.outbox.next_ready() == at("2026-11-25T09:00:00Z"));
    house.clock.set(at("2026-11-25T09:00:00Z"));
    const auto jobs = house.take_deliveries();

    REQUIRE(jobs.size() >= 1);
    CHECK(names_of(jobs).contains("email alex@example.com call_back en"));
    CHECK_FALSE(house.context_of(reference).contains("messages_failed"));
}

TEST_CASE("messages: a refused address holds contact and is never tried again") {
    House house;
    const std::string reference = called_back(house, [](json::object&) {});
    const auto jobs = house.take_deliveries();

    (void)house.report(jobs.front().outbox_id, DeliveryOutcome::impossible, "refused_by_server");

    CHECK(house.context_of(reference).contains("messages_failed"));
    CHECK(house.world.outbox.waiting() == 0);
    house.clock.advance(hours(24));
    CHECK(house.take_deliveries().empty());
}

}  // namespace clarion::test
