// The rates of the public form: who is early waits, who is far too early loses nothing, and the
// honest who share a network with a flood go on.
#include <doctest/doctest.h>

#include "adapters/http/intake/draft_store.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::intake {
namespace {

using namespace std::chrono_literals;
using test::header_of;
using test::PagesHouse;
using test::PlainBrowser;

constexpr std::string_view kWelshBusy = "Mae’r ffurflen hon yn brysur";

web::Tongue welsh() {
    web::Tongue tongue;
    tongue.code = "cy";
    tongue.name = "Cymraeg";
    tongue.base = "/cy";
    tongue.find = [](const web::Message& message, int) {
        const bool is_busy = message.english == "This form is busy";
        return std::optional<std::string>(is_busy ? std::string(kWelshBusy) : message.english);
    };
    return tongue;
}

struct HeldForm {
    explicit HeldForm(const Rates& rates)
        : admission(
              rates,
              {.clock = house.clock,
               .ids = house.ids,
               .sha256 = house.sha256,
               .metrics = metrics,
               .log = log},
              [] { return 0; }
          ) {
        IntakeSettings settings = house.intake();
        settings.tongues.push_back(welsh());
        settings.admission = &admission;
        routes = [settings, this] { return intake_routes(house.engine, settings); };
    }
    PagesHouse house;
    test::FakeMetrics metrics;
    test::FakeLog log;
    Admission admission;
    std::function<std::vector<Route>()> routes;
};

Rates rates(Limit limit, core::Rate rate) {
    Rates made;
    made.at(static_cast<std::size_t>(limit)) = rate;
    return made;
}

bool has(const Response& response, std::string_view words) {
    return response.body.find(words) != std::string::npos;
}

TEST_CASE("form rates: beyond its rate a network waits, then hears it is busy, with a way to go on"
) {
    HeldForm held(rates(Limit::new_forms, {10, 10s}));
    PlainBrowser browser(held.routes());
    for (int times = 0; times < 10; ++times) {
        const Response begun = browser.post("/begin", "");
        CHECK(begun.status == 303);
        CHECK(begun.step == 0ms);
    }
    // One a second: each of these has its turn later than the one before.
    for (int times = 1; times <= 8; ++times) {
        const Response begun = browser.post("/begin", "");
        CHECK(begun.status == 303);
        CHECK(begun.step == times * 1s);
    }

    const Response busy = browser.post("/begin", "");

    CHECK(busy.status == 429);
    CHECK(header_of(busy, "retry-after") == "1");
    CHECK(has(busy, "This form is busy"));
    CHECK(has(busy, "method=\"post\" action=\"/begin\""));
    CHECK(has(busy, "999"));
    const Response in_welsh = browser.post("/cy/begin", "");
    CHECK(in_welsh.status == 429);
    CHECK(has(in_welsh, kWelshBusy));
    CHECK(has(in_welsh, "action=\"/cy/begin\""));

    browser.network = "198.51.100.0/24";
    CHECK(browser.post("/begin", "").step == 0ms);
    browser.network = "192.0.2.0/24";
    held.house.clock.advance(1s);
    CHECK(browser.post("/begin", "").status == 303);
}

TEST_CASE("form rates: who has a form in progress is not held to what others on their network do") {
    HeldForm held(rates(Limit::visits, {10, 10h}));
    PlainBrowser honest(held.routes());
    PlainBrowser flood(held.routes());
    REQUIRE(honest.post("/begin", "").status == 303);
    for (int times = 0; times < 10; ++times)
        CHECK(flood.get("/q/1").status == 303);
    flood.cookie = "made-up-by-the-flood";
    CHECK(flood.get("/q/1").status == 429);
    CHECK(flood.post("/stop-contact", "a1=7K3M").status == 429);

    // Another router has other drafts: the honest one's own flood shares nothing but the network.
    CHECK(honest.get("/q/1").status == 200);
    CHECK(honest.post("/q/1", "t=" + honest.token() + "&a1=no").status == 303);
    for (const char* page :
         {"/",
          "/help-now",
          "/exit",
          "/leaving-quickly",
          "/ended",
          "/stay-safe-online",
          "/privacy",
          "/cookies",
          "/contact",
          "/accessibility",
          "/stop-contact",
          "/robots.txt"}) {
        CAPTURE(page);
        const Response shown = flood.get(page);
        CHECK((shown.status == 200 || shown.status == 303));
        CHECK(shown.step == 0ms);
    }
}

TEST_CASE("form rates: a form sent far too fast loses nothing that was typed") {
    HeldForm held(rates(Limit::session, {4, 40s}));
    PlainBrowser browser(held.routes());
    REQUIRE(browser.post("/begin", "").status == 303);
    REQUIRE(browser.get("/q/1").status == 200);
    REQUIRE(browser.post("/q/1", "t=" + browser.token() + "&a1=no").status == 303);
    REQUIRE(browser.post("/q/3", "t=" + browser.token() + "&a1=partner").status == 303);
    REQUIRE(browser.get("/q/6").status == 200);
    const std::string typed = "t=" + browser.token() + "&a1=Quillon+Canary&a2=%3Cb%3E+%26+Co";

    const Response busy = browser.post("/q/6", typed);

    CHECK(busy.status == 429);
    CHECK(header_of(busy, "retry-after") == "2");
    CHECK(has(busy, "action=\"/q/6\""));
    CHECK(has(busy, "name=\"a1\" value=\"Quillon Canary\""));
    CHECK(has(busy, "value=\"&lt;b&gt; &amp; Co\""));
    CHECK(has(busy, "name=\"t\" value=\"" + browser.token() + "\""));
    CHECK_FALSE(has(browser.get("/q/6"), "<form"));
    held.house.clock.advance(10s);
    CHECK(browser.post("/q/6", typed).status == 303);
}

TEST_CASE("form rates: the answer to a flood is the same whatever is known of anybody") {
    HeldForm held(rates(Limit::visits, {10, 10h}));
    PlainBrowser browser(held.routes());
    for (int times = 0; times < 10; ++times)
        (void)browser.post("/stop-contact", "a1=7K3M-2QXT-C");
    const Response one = browser.post("/stop-contact", "a1=7K3M-2QXT-C");
    const Response two = browser.post("/stop-contact", "a1=9999-9999-9");
    CHECK(one.status == 429);
    CHECK(two.status == 429);
    CHECK(one.headers == two.headers);
    CHECK(one.body.size() == two.body.size());
    CHECK(held.house.engine.asked.size() == 10);  // it never came to where anything is known
}

TEST_CASE("drafts: a store full of beginnings makes room, and takes none in which somebody wrote") {
    PagesHouse house;
    DraftStore drafts(test::xor_sealing(), house.sha256, house.clock, house.ids);
    const auto written = drafts.begin({{"answers", "something"}});
    REQUIRE(written);
    REQUIRE(drafts.keep(*written, {{"answers", "more"}}));
    const auto oldest = drafts.begin({});
    REQUIRE(oldest);
    std::optional<std::string> newest;
    for (std::size_t count = 2; count <= kDraftsMax; ++count)
        newest = drafts.begin({});

    CHECK(drafts.size() == kDraftsMax);
    CHECK(drafts.knows(*newest));
    CHECK(drafts.knows(*written));
    CHECK_FALSE(drafts.knows(*oldest));
}

TEST_CASE("drafts: a store full of what people wrote refuses newcomers") {
    PagesHouse house;
    DraftStore drafts(test::xor_sealing(), house.sha256, house.clock, house.ids);
    for (std::size_t count = 0; count < kDraftsMax; ++count) {
        const auto cookie = drafts.begin({});
        REQUIRE(cookie);
        REQUIRE(drafts.keep(*cookie, {{"a", "b"}}));
    }
    CHECK_FALSE(drafts.begin({}));
    house.clock.advance(61min);
    CHECK(drafts.begin({}));
}

}  // namespace
}  // namespace clarion::http::intake
