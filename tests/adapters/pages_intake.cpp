#include <doctest/doctest.h>

#include "adapters/http/intake/answers.hpp"
#include "adapters/http/intake/draft_store.hpp"
#include "adapters/http/intake/peer_pace.hpp"
#include "tests/adapters/pages_filling.hpp"

namespace clarion::http::intake {
namespace {

namespace json = core::json;
using test::fill_in;
using test::header_of;
using test::PagesHouse;
using test::PlainBrowser;
using test::taken;

TEST_CASE("form: what is sent is the request, once, under one key, with nobody's name on the caller"
) {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    fill_in(browser);

    (void)browser.post("/send", "t=" + browser.token());
    house.engine.answer = taken;
    const Response again = browser.post("/send", "t=" + browser.token());

    CHECK(header_of(again, "location") == "/sent");
    REQUIRE(house.engine.asked.size() == 2);
    const auto& first = std::get<runtime::SubmitRequest>(house.engine.asked[0]);
    const auto& second = std::get<runtime::SubmitRequest>(house.engine.asked[1]);
    CHECK(first.idempotency.key == second.idempotency.key);
    CHECK(first.idempotency.request_hash == second.idempotency.request_hash);
    CHECK(first.channel == "online");
    const json::value& form = std::get<json::value>(first.form);
    CHECK(house.forms.check("request", form).empty());
    CHECK(form.at("applicant").at("name") == json::value("Quillon Canary"));
}

TEST_CASE("form: the person one is worried about is not the one to trust, whichever is named last"
) {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    const auto told = [&](std::string path, std::string body) {
        return browser.post(std::move(path), "t=" + browser.token() + std::move(body));
    };
    constexpr std::string_view kWords = "That is the person you are worried about.";
    (void)browser.post("/begin", "");
    (void)browser.get("/q/1");
    (void)told("/q/9", "&a1=by_trusted_person");
    const std::string trusted = "&a1=Sam+Sample&a2=07700+900+111&a3=yes";

    SUBCASE("the one to trust first") {
        REQUIRE(told("/q/13", trusted).status == 303);
        const Response led = told("/q/18", "&a1=sample%2C+SAM");
        CHECK(header_of(led, "location") == "/q/13");
        const Response again = browser.get("/q/13");
        CHECK(again.body.find(kWords) != std::string::npos);
        CHECK(again.body.find("value=\"Sam Sample\"") != std::string::npos);
        CHECK(told("/q/13", "&a1=Robin+Other&a2=07700+900+111&a3=yes").status == 303);
        CHECK(browser.get("/q/13").body.find(kWords) == std::string::npos);
    }
    SUBCASE("by a nickname") {
        REQUIRE(told("/q/13", trusted).status == 303);
        const Response led = told("/q/18", "&a1=Samuel+Else&a2=Sam+Sample");
        CHECK(header_of(led, "location") == "/q/13");
    }
    SUBCASE("the other way round") {
        REQUIRE(told("/q/18", "&a1=Sam+Sample").status == 303);
        const Response refused = told("/q/13", trusted);
        CHECK(refused.status == 422);
        CHECK(refused.body.find(kWords) != std::string::npos);
    }
    SUBCASE("left out instead") {
        REQUIRE(told("/q/13", trusted).status == 303);
        REQUIRE(header_of(told("/q/18", "&a1=Sam+Sample"), "location") == "/q/13");
        REQUIRE(told("/q/9", "&a1=by_phone&sure=yes").status == 303);
        CHECK(told("/q/18", "&a1=Sam+Sample").status == 303);
        CHECK(header_of(browser.get("/q/13"), "location") != "");
    }
}

TEST_CASE("form: who is reached where the other person is, is asked whether that is safe") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    const auto told = [&](std::string path, std::string body) {
        return browser.post(std::move(path), "t=" + browser.token() + std::move(body));
    };
    (void)browser.post("/begin", "");
    (void)browser.get("/q/1");
    std::string same;
    SUBCASE("by e-mail") {
        (void)told("/q/9", "&a1=by_email");
        REQUIRE(told("/q/11", "&a1=Home%40mail.example").status == 303);
        same = "&a2=home%40MAIL.example";
    }
    SUBCASE("through somebody") {
        (void)told("/q/9", "&a1=by_trusted_person");
        REQUIRE(told("/q/13", "&a1=Robin&a2=07700+900111&a3=no").status == 303);
        same = "&a1=%2B44+7700+900+111";
    }
    const Response doubt = told("/q/21", same);
    CHECK(doubt.status == 200);
    CHECK(doubt.body.find("Is it safe?") != std::string::npos);
    CHECK(told("/q/21", same + "&safe=yes").status == 303);
}

TEST_CASE("form: a page and the API say what is wrong with a date by the same codes") {
    PagesHouse house;
    const auto by_page = [](std::string day, std::string month, std::string year) {
        return read_date(json::object{
                             {"day", std::move(day)},
                             {"month", std::move(month)},
                             {"year", std::move(year)}}
        ).code;
    };
    const auto by_api = [&house](const char* date) {
        json::object request =
            json::parse(json::serialize(house.forms.schema("request").at("examples").at(0)))
                .as_object();
        request.at("subject").as_object()["birth_date"] = date;
        const auto errors = house.forms.check("request", request);
        REQUIRE(errors.size() == 1);
        return errors[0].code;
    };
    CHECK(by_page("31", "2", "1985") == by_api("1985-02-31"));
    CHECK(by_page("27", "3", "85") == by_api("85-03-27"));
    CHECK(by_page("", "3", "1985") == by_api("1985-03"));
    CHECK(by_page("", "", "1985") == by_api("1985"));
    CHECK(by_page("x", "3", "1985") == by_api("x-03-1985"));
}

TEST_CASE("form: when it cannot be taken the answers stay, and the page gives a number to call") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    fill_in(browser);
    const std::string token = browser.token();

    SUBCASE("the queue is full") {
        house.engine.is_full = true;
    }
    SUBCASE("the log cannot be written") {
        house.engine.answer = [](const runtime::Asked&) { return runtime::Unavailable{true}; };
    }
    const Response refused = browser.post("/send", "t=" + token);

    CHECK(refused.status == 503);
    CHECK(refused.body.find("101") != std::string::npos);
    CHECK(refused.body.find("Nothing was sent") == std::string::npos);  // nobody can know
    CHECK(browser.get("/answers").body.find("Quillon Canary") != std::string::npos);
}

TEST_CASE("form: after sending nothing of the answers is left") {
    PagesHouse house;
    house.engine.answer = taken;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    fill_in(browser);
    (void)browser.post("/send", "t=" + browser.token());

    const Response sent = browser.get("/sent");

    CHECK(sent.body.find("7K3M-2QXT-C") != std::string::npos);
    CHECK(sent.body.size() % 4096 == 0);
    CHECK(header_of(sent, "clear-site-data") == "\"cache\", \"storage\"");
    CHECK(header_of(sent, "set-cookie").find("Max-Age=0") != std::string::npos);
}

TEST_CASE("form: the sent page is shown once, and a copied cookie finds nothing") {
    PagesHouse house;
    house.engine.answer = taken;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    fill_in(browser);
    const std::string copied = browser.cookie;
    const std::string token = browser.token();
    REQUIRE(header_of(browser.post("/send", "t=" + token), "location") == "/sent");
    const auto leads_to = [&](const std::string& path) {
        browser.cookie = copied;
        return header_of(browser.get(path), "location");
    };

    SUBCASE("a second press of the button leads to the page as well") {
        CHECK(header_of(browser.post("/send", "t=" + token), "location") == "/sent");
        CHECK(house.engine.asked.size() == 1);
        CHECK(browser.get("/sent").body.find("7K3M-2QXT-C") != std::string::npos);
    }
    SUBCASE("once") {
        REQUIRE(browser.get("/sent").status == 200);
        CHECK(leads_to("/sent") == "/ended");
    }
    SUBCASE("going back ends it before it was seen") {
        CHECK(leads_to("/answers") == "/ended");
        CHECK(leads_to("/sent") == "/ended");
    }
    CHECK(leads_to("/q/6") == "/ended");
    CHECK(leads_to("/answers") == "/ended");
    CHECK(leads_to("/sent") == "/ended");
}

TEST_CASE("form: nobody starts one that could not be kept; a number to call is there instead") {
    PagesHouse house;
    auto settings = house.intake();
    bool can_take = false;
    settings.can_take = [&can_take] { return can_take; };
    PlainBrowser browser(intake_routes(house.engine, settings));

    const Response turned_away = browser.post("/begin", "");
    CHECK(turned_away.status == 503);
    CHECK(turned_away.body.find("101") != std::string::npos);
    can_take = true;
    CHECK(browser.post("/begin", "").status == 303);
}

TEST_CASE("form: the page of an ended form clears what the browser kept") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    CHECK(header_of(browser.get("/ended"), "clear-site-data") == "\"cache\", \"storage\"");
    CHECK(header_of(browser.get("/privacy"), "clear-site-data").empty());
}

TEST_CASE("form: the exit always works, ends the form and its cookie") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    CHECK(header_of(browser.get("/exit"), "location") == "https://weather.example/");
    (void)browser.post("/begin", "");
    const std::string cookie = browser.cookie;
    REQUIRE(browser.get("/q/1").status == 200);

    const Response left = browser.get("/exit");

    CHECK(left.status == 303);
    CHECK(header_of(left, "set-cookie").find("Max-Age=0") != std::string::npos);
    browser.cookie = cookie;
    CHECK(header_of(browser.get("/q/1"), "location") == "/ended");
}

TEST_CASE("form: an hour without use ends it; each page starts the hour again") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    (void)browser.post("/begin", "");

    house.clock.advance(std::chrono::minutes(59));
    CHECK(browser.get("/q/1").status == 200);
    house.clock.advance(std::chrono::minutes(59));
    CHECK(browser.get("/q/1").status == 200);
    house.clock.advance(std::chrono::minutes(60));

    CHECK(header_of(browser.get("/q/1"), "location") == "/ended");
}

TEST_CASE("form: starting anew ends the form that was in progress") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    (void)browser.post("/begin", "");
    const std::string first = browser.cookie;
    (void)browser.post("/begin", "");

    browser.cookie = first;

    CHECK(header_of(browser.get("/q/1"), "location") == "/ended");
}

TEST_CASE("form: the cookie is for this browser window alone") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));

    const std::string cookie = header_of(browser.post("/begin", ""), "set-cookie");

    CHECK(cookie.starts_with("__Host-s="));
    for (const char* wanted : {"; Path=/", "; Secure", "; HttpOnly", "; SameSite=Strict"}) {
        CHECK(cookie.find(wanted) != std::string::npos);
    }
    CHECK(cookie.find("Expires") == std::string::npos);
    CHECK(cookie.find("Max-Age") == std::string::npos);
}

TEST_CASE("form: a forged or broken post changes nothing") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    (void)browser.post("/begin", "");
    (void)browser.get("/q/1");

    CHECK(browser.post("/q/1", "t=forged&a1=no").status == 400);
    CHECK(browser.post("/q/1", "%zz").status == 400);
    CHECK(browser.post("/q/1", "t=" + browser.token() + "&a1=no&a1=yes").status == 400);
    CHECK(header_of(browser.get("/answers"), "location") == "/q/1");
}

TEST_CASE("form: an answer that is not on offer is no answer") {
    PagesHouse house;
    PlainBrowser browser(intake_routes(house.engine, house.intake()));
    (void)browser.post("/begin", "");
    (void)browser.get("/q/1");

    const Response shown = browser.post("/q/1", "t=" + browser.token() + "&a1=%3Cscript%3E");

    CHECK(shown.status == 422);
    CHECK(shown.body.find("<title>Error: Question 1</title>") != std::string::npos);
    CHECK(shown.body.find("%3Cscript") == std::string::npos);
    CHECK(shown.body.find("value=\"&lt;script") == std::string::npos);
}

TEST_CASE("pace: the first are answered alike, then each waits twice as long, and nobody for ever"
) {
    PagesHouse house;
    PeerPace pace(house.clock);
    for (int i = 0; i < kFreeInAnHour; ++i)
        CHECK(pace.step_for("192.0.2.0/24") == kAnswerStep);
    CHECK(pace.step_for("192.0.2.0/24") == 2 * kAnswerStep);
    for (int i = 0; i < 40; ++i)
        CHECK(pace.step_for("192.0.2.0/24") <= kLongestStep);
    CHECK(pace.step_for("198.51.100.0/24") == kAnswerStep);
    house.clock.advance(std::chrono::hours(1));
    CHECK(pace.step_for("192.0.2.0/24") == kAnswerStep);
}

TEST_CASE("drafts: sealed under the cookie, found by its hash, gone at the end") {
    PagesHouse house;
    DraftStore drafts(test::xor_sealing(), house.sha256, house.clock, house.ids);

    const auto cookie = drafts.begin({{"answers", "canary"}});

    REQUIRE(cookie);
    CHECK(drafts.open(*cookie)->at("answers") == json::value("canary"));
    CHECK_FALSE(drafts.open("another"));
    CHECK(drafts.keep(*cookie, {{"answers", "more"}}));
    CHECK_FALSE(drafts.keep(*cookie, {{"answers", std::string(kDraftBytesMax, 'x')}}));
    CHECK(drafts.open(*cookie)->at("answers") == json::value("more"));
    drafts.end(*cookie);
    CHECK_FALSE(drafts.open(*cookie));
    CHECK_FALSE(drafts.keep(*cookie, {}));
}

TEST_CASE("drafts: those nobody comes back to are destroyed, not only hidden") {
    PagesHouse house;
    DraftStore drafts(test::xor_sealing(), house.sha256, house.clock, house.ids);
    REQUIRE(drafts.begin({}));
    REQUIRE(drafts.begin({}));
    house.clock.advance(std::chrono::minutes(61));

    REQUIRE(drafts.begin({}));

    CHECK(drafts.size() == 1);
}

}  // namespace
}  // namespace clarion::http::intake
