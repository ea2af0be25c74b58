// What other cases say of a new request: told to the new case alone, whatever it is, while what
// was known stays as it was and whoever asks hears the same.
#include <doctest/doctest.h>

#include "engine/runtime/sending_counts.hpp"
#include "tests/runtime/house.hpp"

namespace clarion::test {

namespace {

struct Comparing : House {
    Comparing() { restart({trial_bundle(), comparing_bundle()}); }

    // {contact, same_subject, ...} of a case; null when it was told nothing.
    json::value comparison_of(const std::string& reference) {
        const json::object context = context_of(reference);
        const json::value* found = context.if_contains("comparison");
        return found != nullptr ? *found : json::value();
    }
    std::string contact_of(const std::string& reference) {
        const json::value found = comparison_of(reference);
        return found.is_null() ? "nothing" : text(found.at("contact"));
    }
};

json::object with_mail(const char* address) {
    json::object form = a_request();
    form["contact"].as_object()["email"] = json::object{{"address", address}};
    return form;
}

json::object by(const char* name, const char* born) {
    json::object form = a_request();
    form["applicant"] = json::object{{"name", name}, {"birth_date", born}};
    return form;
}

}  // namespace

TEST_CASE(
    "request comparison: another way to reach a known person is seen, and takes nothing's place"
) {
    Comparing house;
    const std::string known = house.submit();
    const json::value plan = house.context_of(known).at("request").at("contact");
    const auto version = house.row_of(known).version;

    const std::string again = house.submit(with_mail("ALEX@example.com"));
    const std::string other = house.submit(with_mail("somebody.else@example.com"));

    CHECK(house.contact_of(known) == "nothing");
    CHECK(house.contact_of(again) == "known");
    CHECK(house.contact_of(other) == "differs");
    CHECK(house.context_of(known).at("request").at("contact") == plan);
    CHECK(house.row_of(known).version == version);
}

TEST_CASE("request comparison: a name that only the person asked about has is nobody's contact") {
    Comparing house;
    (void)house.submit();
    const std::string reference = house.submit(by("Sam Sample", "1988-05-12"));
    CHECK(house.contact_of(reference) == "not_known");
}

TEST_CASE("request comparison: requests about one person and by one person count for a week") {
    Comparing house;
    (void)house.submit();
    (void)house.submit(by("Robin Other", "1990-01-02"));
    json::object undated = by("Kim Third", "1991-03-04");
    undated["subject"] = json::object{{"name", "SAMPLE, Sam"}};

    const json::value third = house.comparison_of(house.submit(undated));
    CHECK(third.at("same_subject") == 2);
    CHECK(third.at("same_applicant") == 0);
    house.clock.advance(std::chrono::hours(24 * 8));
    // What was known of how to reach them stays known; there is nothing else to tell.
    CHECK(house.contact_of(house.submit()) == "nothing");
    CHECK(house.contact_of(house.submit(with_mail("new@example.com"))) == "differs");
}

TEST_CASE("request comparison: requests from one network count, and about how many people, a day") {
    Comparing house;
    const auto ask_about = [&house](const char* name, std::string network, std::string key = {}) {
        json::object form = a_request();
        form["subject"] = json::object{{"name", name}};
        runtime::SubmitRequest asked{
            json::value(std::move(form)), house.fresh_key(), "online", "en", std::move(network)};
        if (!key.empty()) asked.idempotency.key = key;
        asked.people_named = 1;
        const auto answer = house.ask(house.front, std::move(asked));
        if (!house.world.disk.now.later.empty()) house.do_later();
        const json::value told = house.comparison_of(text(document(answer).at("reference")));
        return told.is_null() ? std::string("nothing")
                              : json::serialize(told.at("same_network")) + " requests, " +
                                    json::serialize(told.at("network_people")) + " people";
    };
    // Each asks for somebody nobody asked about before; the applicant is the same, so all is told.
    CHECK(ask_about("Kim First", "one") == "nothing");
    CHECK(ask_about("Robin Second", "one") == "2 requests, 2 people");
    CHECK(ask_about("Rob First", "other") == "1 requests, 1 people");
    CHECK(ask_about("Robyn Seccond", "one") == "3 requests, 2 people");
    CHECK(ask_about("Toni Third", "") == "0 requests, 0 people");
    CHECK(ask_about("Toni Third", "one", "pressed twice") == "4 requests, 3 people");
    CHECK(ask_about("Toni Third", "one", "pressed twice") == "4 requests, 3 people");
    house.clock.advance(std::chrono::hours(24));
    CHECK(ask_about("Toni Third", "one") == "1 requests, 1 people");
}

TEST_CASE("sending counts: of many requests the last are kept, and nothing for longer than a day") {
    runtime::SendingCounts counts;
    const std::chrono::milliseconds start{5};
    const std::chrono::hours day{24};
    for (std::size_t number = 0; number <= runtime::kSendingsMax + 1; ++number)
        (void)counts.count({"flood", std::to_string(number), "about"}, start, day);
    const auto counted = counts.count({"flood", "last", "about"}, start, day);
    CHECK(counted.requests <= static_cast<int>(runtime::kSendingsMax) + 1);
    CHECK(counted.people == 1);
    CHECK(counts.count({"flood", "next", "about"}, start + day, day).requests == 1);
    CHECK(
        counts.count({"flood", "again", "other"}, start + day, std::chrono::hours(1)).people == 2
    );
}

TEST_CASE("request comparison: who asks hears the same, whatever is seen") {
    Comparing house;
    const auto answer_to = [&house](json::object form, const char* network, int named = 1) {
        runtime::SubmitRequest asked{
            json::value(std::move(form)), house.fresh_key(), "online", "en", network};
        asked.people_named = named;
        std::string said = describe(house.ask(house.front, std::move(asked)));
        const auto at = said.find("reference") + 12;
        return said.erase(at, said.find('"', at) - at);
    };
    const std::string first = answer_to(a_request(), "one");
    CHECK(answer_to(a_request(), "one", 8) == first);
    CHECK(answer_to(with_mail("somebody.else@example.com"), "one") == first);
    CHECK(answer_to(by("Nobody Known", "1999-09-09"), "") == first);
}

TEST_CASE("request comparison: the log has the comparison as the program's act, not the applicant's"
) {
    Comparing house;
    (void)house.submit();
    const std::size_t logged = house.logged();
    (void)house.submit();
    CHECK(house.log_after(logged) == "request_received/ok, request_compared/ok");
    const auto& entry = house.world.disk.now.log.back().entry;
    CHECK(entry.actor == core::system_principal().audit_ref);
    CHECK(entry.cls == core::AuditClass::combination);
}

TEST_CASE("request comparison: without its figures in the profile no case is looked at") {
    House house;
    (void)house.submit();
    const std::size_t logged = house.logged();
    (void)house.submit(with_mail("somebody.else@example.com"));
    CHECK(house.log_after(logged) == "request_received/ok");
}

}  // namespace clarion::test
