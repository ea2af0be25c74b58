// "Contact is no longer safe": one answer, whatever is given and whatever is found.
#include <doctest/doctest.h>

#include <set>

#include "adapters/http/intake/peer_pace.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::intake {
namespace {

using test::PagesHouse;
using test::PlainBrowser;

const std::string kWhole =
    "a1=7K3M-2QXT-C&a2=Alex+Example&a3-day=27&a3-month=March&a3-year=1994&a4=He+reads+my+mail&a5=";

TEST_CASE("stop contact: everybody gets the same page, to the byte, in the same time class") {
    std::set<std::string> bodies;
    std::set<int> statuses;
    const std::vector<runtime::Answer> answers{
        runtime::Answered(),
        core::Refusal{},
        runtime::Unavailable{.outcome_unknown = false, .case_damaged = true}};
    for (const runtime::Answer& answer : answers) {
        for (const std::string& body :
             {kWhole,
              std::string(),
              std::string("a1=nonsense"),
              std::string("a3-day=31&a3-month=2"),
              std::string("%zz"),
              std::string("a1=1&a1=2"),
              "a2=" + std::string(5000, 'x')}) {
            PagesHouse house;
            house.engine.answer = [&answer](const runtime::Asked&) { return answer; };
            PlainBrowser browser(intake_routes(house.engine, house.intake()));
            const Response page = browser.post("/stop-contact", body);
            bodies.insert(page.body);
            statuses.insert(page.status);
            CHECK(page.step == kAnswerStep);
            CHECK(house.engine.asked.size() == 1);
        }
    }
    CHECK(bodies.size() == 1);
    CHECK(statuses == std::set<int>{200});
    CHECK(bodies.begin()->size() % 4096 == 0);
    CHECK(bodies.begin()->find("If we hold a request for you") != std::string::npos);
}

TEST_CASE("stop contact: what was written goes to the engine, cut to what it may be") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    CHECK(browser.get("/stop-contact").status == 200);
    (void)browser.post("/stop-contact", kWhole);
    (void)browser.post(
        "/stop-contact", "a4=" + std::string(3000, 'x') + "&a3-day=31&a3-month=2&a3-year=1990"
    );
    REQUIRE(house.engine.asked.size() == 2);
    const auto& first = std::get<runtime::ReportContactUnsafe>(house.engine.asked[0]);
    CHECK(first.reference == "7K3M-2QXT-C");
    CHECK(first.name == "Alex Example");
    CHECK(first.birth_date == "1994-03-27");
    CHECK(first.what_changed == "He reads my mail");
    const auto& second = std::get<runtime::ReportContactUnsafe>(house.engine.asked[1]);
    CHECK(second.what_changed.size() == 500);
    CHECK(second.birth_date.empty());
}

TEST_CASE("stop contact: it needs no form in progress, leaves no cookie, and ends none") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    (void)browser.post("/begin", "");
    const std::string cookie = browser.cookie;
    CHECK(test::header_of(browser.get("/stop-contact"), "set-cookie").empty());
    CHECK(test::header_of(browser.post("/stop-contact", kWhole), "set-cookie").empty());
    CHECK(browser.cookie == cookie);
    CHECK(browser.get("/q/1").status == 200);
}

TEST_CASE("stop contact: when it cannot be taken the page says a number to call, not that it was") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    SUBCASE("the queue is full") {
        house.engine.is_full = true;
    }
    SUBCASE("the store is away") {
        house.engine.answer = [](const runtime::Asked&) { return runtime::Unavailable{}; };
    }
    const Response page = browser.post("/stop-contact", kWhole);
    CHECK(page.status == 503);
    CHECK(page.body.find("101") != std::string::npos);
    CHECK(page.body.find("If we hold a request") == std::string::npos);
}

}  // namespace
}  // namespace clarion::http::intake
