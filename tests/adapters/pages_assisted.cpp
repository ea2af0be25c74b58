// Assisted entry: the same form, read out and filled in by staff.
#include <doctest/doctest.h>

#include "adapters/http/problem.hpp"
#include "tests/adapters/pages_filling.hpp"

namespace clarion::http::intake {
namespace {

namespace json = core::json;
using test::header_of;
using test::PagesHouse;

// A member of staff at a desk: signed in, and one cookie jar for the form.
struct Desk {
    explicit Desk(std::vector<web::Tongue> tongues = std::vector<web::Tongue>(1))
        : router(routes(std::move(tongues)), [this](const Request&) {
              core::Principal principal;
              principal.person = {person};
              principal.roles = {"intake_officer"};
              return Found(principal);
          }) {
        house.engine.answer = [this](const runtime::Asked& asked) {
            runtime::Answered answered;
            if (std::holds_alternative<runtime::ListWorkflows>(asked)) {
                answered.document = {
                    {"items", {{{"route", "asking"}, {"opening", {{"allowed", may_open}}}}}}};
                return runtime::Answer(answered);
            }
            return started;
        };
    }

    std::vector<Route> routes(std::vector<web::Tongue> tongues) {
        auto settings = house.intake();
        settings.tongues = std::move(tongues);
        settings.assisted = {"asking", "/console"};
        return assisted_routes(house.engine, settings);
    }

    Response send(Method method, std::string path, std::string body = {}) {
        Request request;
        request.method = method;
        request.listener = ListenerKind::staff;
        request.path = std::move(path);
        request.body = std::move(body);
        if (!cookie.empty()) request.headers.emplace_back("cookie", "__Host-ask=" + cookie);
        Response got;
        router.dispatch(std::move(request), [&got](Response response) {
            got = finished(std::move(response));
        });
        const std::string set = header_of(got, "set-cookie");
        if (!set.empty()) cookie = set.substr(11, set.find(';') - 11);
        static constexpr std::string_view kMark = "name=\"t\" value=\"";
        if (const auto at = got.body.find(kMark); at != std::string::npos) {
            token = got.body.substr(at + kMark.size());
            token.resize(token.find('"'));
        }
        return got;
    }
    Response get(std::string path) { return send(Method::get, std::move(path)); }
    Response post(std::string path, const std::string& body) {
        return send(Method::post, std::move(path), "t=" + token + body);
    }

    // Up to the answers, from /console/ask or the same in another language.
    void fill_in(const std::string& base) {
        std::string next = header_of(post(base + "/begin", "&channel=phone"), "location");
        for (int guard = 0; next != base + "/answers" && guard < 60; ++guard) {
            CAPTURE(next);
            REQUIRE(get(next).status == 200);
            next = header_of(post(next, answer_for(next.substr(base.size()))), "location");
        }
        REQUIRE(get(next).status == 200);
    }

    [[nodiscard]] std::string answer_for(const std::string& path) const {
        if (path == "/q/2") return "&a1=" + language;
        return test::answer_for(path);
    }

    std::string person = "ann";
    std::string language = "en";
    bool may_open = true;
    runtime::Answer started = runtime::Unavailable{};
    std::string cookie;
    std::string token;
    PagesHouse house;
    Router router;
};

runtime::Answer on_record() {
    runtime::Answered answered;
    answered.created = true;
    answered.document = {{"reference", "7K3M-2QXT-C"}};
    return answered;
}

web::Tongue welsh() {
    web::Tongue tongue;
    tongue.code = "cy";
    tongue.name = "Cymraeg";
    tongue.base = "/cy";
    return tongue;
}

}  // namespace

TEST_CASE("assisted: what was read out and written down opens a case by its road, in its language"
) {
    Desk desk({web::Tongue{}, welsh()});
    std::string base = "/console/ask";
    SUBCASE("in English") {}
    SUBCASE("in Welsh") {
        base += "/cy";
        desk.language = "cy";
    }
    desk.fill_in(base);
    const Response unsure = desk.post(base + "/send", "");
    CHECK(unsure.status == 503);
    desk.started = on_record();

    const Response sent = desk.post(base + "/send", "");

    CHECK(header_of(sent, "location") == base + "/sent");
    CHECK(sent.step == http::kHiddenStep);
    const auto& asked = desk.house.engine.asked;
    REQUIRE(asked.size() == 3);
    const auto& first = std::get<runtime::StartCase>(asked[1]);
    const auto& again = std::get<runtime::StartCase>(asked[2]);
    CHECK(first.idempotency.key == again.idempotency.key);
    const json::value& body = std::get<json::value>(again.body);
    CHECK(body.at("workflow") == "asking");
    CHECK(body.at("channel") == "phone");
    CHECK(body.at("language") == json::value(desk.language));
    CHECK(desk.house.forms.check("request", body.at("form")).empty());
    CHECK(body.at("form").at("contact").at("by_phone") == true);
    const Response last = desk.get(base + "/sent");
    CHECK(last.body.find("/console/cases/7K3M-2QXT-C") != std::string::npos);
    CHECK(last.body.find("<q class=\"clarion-say__words\">") != std::string::npos);
}

TEST_CASE("assisted: every question is there in words to say, and no page shows the way to leave") {
    const json::value document = test::journey_document();
    for (const json::value& page : document.at("pages").as_array()) {
        CAPTURE(page.at("slug"));
        CHECK((page.as_object().contains("spoken") || page.as_object().contains("own_device")));
    }
    Desk desk;
    (void)desk.post("/console/ask/begin", "&channel=front_desk");

    const Response question = desk.get("/console/ask/q/1");
    CHECK(question.body.find("Before anything else: are you") != std::string::npos);
    CHECK(question.body.find("/exit") == std::string::npos);
    CHECK(question.body.find("<script") == std::string::npos);
    // How to leave quickly is of no use to whom staff ask.
    CHECK(header_of(desk.post("/console/ask/q/1", "&a1=no"), "location") == "/console/ask/q/3");
    CHECK(header_of(desk.get("/console/ask/p/1"), "location").empty());
}

TEST_CASE("assisted: what is asked of a third party is read out as it stands") {
    Desk desk;
    (void)desk.post("/console/ask/begin", "&channel=phone");
    (void)desk.get("/console/ask/q/1");
    (void)desk.post("/console/ask/q/3", "&a1=someone_i_know");

    const Response together = desk.get("/console/ask/q/23");

    CHECK(
        together.body.find("<q class=\"clarion-say__words\">Are they together") != std::string::npos
    );
    CHECK(together.body.find("Are you together") == std::string::npos);
}

TEST_CASE("assisted: the rules of the form hold, and danger comes first") {
    Desk desk;
    (void)desk.post("/console/ask/begin", "&channel=phone");
    (void)desk.get("/console/ask/q/1");

    const Response wrong = desk.post("/console/ask/q/1", "");
    CHECK(wrong.status == 422);
    CHECK(wrong.body.find("Choose yes, no or I am not sure") != std::string::npos);
    const Response danger = desk.post("/console/ask/q/1", "&a1=yes");
    CHECK(header_of(danger, "location") == "/console/ask/help-now");
    const Response help = desk.get("/console/ask/help-now");
    CHECK(help.body.find("Start the emergency response now") != std::string::npos);
    CHECK(help.body.find("href=\"/console/ask/q/3\"") != std::string::npos);
}

TEST_CASE("assisted: one by whom it may not be opened gets no further than the first page") {
    Desk desk;
    desk.may_open = false;

    CHECK(desk.get("/console/ask").status == 200);
    CHECK(desk.post("/console/ask/begin", "&channel=phone").status == 404);
    CHECK(desk.cookie.empty());
}

TEST_CASE("assisted: without a road there is no form, and none that staff cannot take") {
    Desk desk;
    CHECK(desk.post("/console/ask/begin", "").status == 422);
    CHECK(desk.post("/console/ask/begin", "&channel=online").status == 422);
    CHECK(desk.house.engine.asked.empty());
}

TEST_CASE("assisted: on a machine that staff share, nobody comes to what another has begun") {
    Desk desk;
    (void)desk.post("/console/ask/begin", "&channel=phone");
    const std::string cookie = desk.cookie;
    REQUIRE(desk.get("/console/ask/q/1").status == 200);

    desk.person = "bob";
    const Response other = desk.get("/console/ask/q/1");
    CHECK(header_of(other, "location") == "/console/ask");
    desk.person = "ann";
    desk.cookie = cookie;
    CHECK(desk.get("/console/ask/q/1").status == 200);
}

TEST_CASE("assisted: a refusal keeps what was written") {
    Desk desk;
    desk.fill_in("/console/ask");
    desk.started = core::Refusal{};

    const Response refused = desk.post("/console/ask/send", "");

    CHECK(refused.status == 400);
    CHECK(desk.get("/console/ask/answers").body.find("Quillon Canary") != std::string::npos);
}

}  // namespace clarion::http::intake
