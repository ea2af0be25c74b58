// Several windows of one form, and several people that one form was about.
#include "tests/adapters/pages_filling.hpp"

namespace clarion::http::intake {
namespace {

using test::fill_in;
using test::PagesHouse;
using test::PlainBrowser;
using test::taken;

TEST_CASE(
    "form: staff learn how many people it was about and nobody the network, and the answers are "
    "alike"
) {
    PagesHouse house;
    house.engine.answer = taken;
    const auto routes = intake_routes(house.engine, house.intake());
    const auto sent_after = [&](const std::vector<std::string>& names, std::string network) {
        PlainBrowser browser(routes);
        browser.network = std::move(network);
        fill_in(browser);
        for (const std::string& name : names) {
            (void)browser.get("/q/18");
            CHECK(browser.post("/q/18", "t=" + browser.token() + "&a1=" + name).status == 303);
        }
        (void)browser.get("/answers");
        const Response answer = browser.post("/send", "t=" + browser.token());
        return std::pair(std::get<runtime::SubmitRequest>(house.engine.asked.back()), answer);
    };

    const auto [one, plainly] = sent_after({}, "192.0.2.0/24");
    const auto [spelt, after_spelling] = sent_after({"Sam+Sampel"}, "192.0.2.0/24");
    const auto [three, after_three] = sent_after({"Kim+Other", "Robin+Third"}, "198.51.100.0/24");
    const auto [unknown, from_nowhere] = sent_after({}, "");

    CHECK(one.people_named == 1);
    CHECK(spelt.people_named == 1);
    CHECK(three.people_named == 3);
    CHECK(one.network.size() == 32);
    CHECK(one.network.find("192.0.2") == std::string::npos);
    CHECK(spelt.network == one.network);
    CHECK(three.network != one.network);
    CHECK(unknown.network.empty());
    for (const Response* other : {&after_spelling, &after_three, &from_nowhere}) {
        CHECK(other->step == plainly.step);
        CHECK(other->headers == plainly.headers);
        CHECK(other->status == plainly.status);
    }
}

TEST_CASE("form: an answer from an older window is asked about before it takes another's place") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    fill_in(browser);
    (void)browser.get("/q/6");
    const std::string older = "t=" + browser.token() + "&n=1&a1=";
    CHECK(browser.post("/q/6", older + "Quillon+Second").status == 303);

    const Response asked = browser.post("/q/6", older + "Quillon+Third");

    CHECK(asked.status == 422);
    CHECK(asked.body.find("You answered this in another window") != std::string::npos);
    CHECK(asked.body.find("value=\"Quillon Third\"") != std::string::npos);
    CHECK(asked.body.find("name=\"n\" value=\"2\"") != std::string::npos);
    CHECK(browser.post("/q/6", older + "Quillon+Second").status == 303);
    CHECK(browser.post("/q/6", "t=" + browser.token() + "&n=3&a1=Quillon+Third").status == 303);
}

TEST_CASE("form: who begins anew in one browser is still the one who named others before") {
    PagesHouse house;
    house.engine.answer = taken;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    fill_in(browser);
    (void)browser.get("/q/18");
    (void)browser.post("/q/18", "t=" + browser.token() + "&a1=Kim+Other");
    fill_in(browser);

    (void)browser.post("/send", "t=" + browser.token());

    CHECK(std::get<runtime::SubmitRequest>(house.engine.asked.back()).people_named == 2);
}

}  // namespace
}  // namespace clarion::http::intake
