// The form in a second language: its addresses, its words, and that nothing is lost on the way from
// one to the other.
#include <doctest/doctest.h>

#include "adapters/http/intake/answers.hpp"
#include "adapters/http/intake/words.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::intake {
namespace {

using test::header_of;
using test::PagesHouse;
using test::PlainBrowser;

// A language that says everything in English, with a mark before it and after each tag.
web::Tongue marked() {
    web::Tongue tongue;
    tongue.code = "cy";
    tongue.name = "Cymraeg";
    tongue.base = "/cy";
    tongue.find = [](const web::Message& message, int n) {
        const std::string& words = message.many.empty() || n == 1 ? message.english : message.many;
        std::string said = "~";
        for (const char letter : words)
            said += letter == '>' ? std::string(">~") : std::string(1, letter);
        return std::optional<std::string>(said);
    };
    return tongue;
}

struct TwoLanguages {
    static IntakeSettings both(IntakeSettings settings) {
        settings.tongues.push_back(marked());
        return settings;
    }
    PagesHouse house;
    PlainBrowser browser{intake_routes(house.engine, both(house.intake()))};

    // As far as the question of the language; the token of what is sent next.
    std::string begin() {
        (void)browser.post("/begin", "");
        (void)browser.get("/q/1");
        const std::string token = "t=" + browser.token();
        (void)browser.post("/q/1", token + "&a1=no");
        (void)browser.post("/p/1", token);
        return token;
    }
};

bool has(const Response& page, std::string_view words) {
    return page.body.find(words) != std::string::npos;
}

// Words a page says outside its tags, without the mark, as a reader would meet them.
std::string unmarked_words(const std::string& body) {
    const auto main = body.find("<main");
    std::string found;
    std::string text;
    bool tag = false;
    for (const char c : body.substr(main, body.find("</main>") - main)) {
        if (c != '<' && c != '>') {
            if (!tag) text += c;
            continue;
        }
        tag = c == '<';
        const auto start = text.find_first_not_of(" \n");
        if (start != std::string::npos && text[start] != '~' && text.size() - start > 3)
            found += text.substr(start) + "|";
        text.clear();
    }
    return found;
}

TEST_CASE("languages: every page of the form has its twin, says its language and leads there") {
    TwoLanguages two;
    CHECK(header_of(two.browser.post("/cy/begin", ""), "location") == "/cy/q/1");
    for (const char* path :
         {"",
          "/q/1",
          "/help-now",
          "/leaving-quickly",
          "/stop-contact",
          "/stay-safe-online",
          "/privacy",
          "/cookies",
          "/contact",
          "/accessibility",
          "/ended",
          "/still-there"}) {
        CAPTURE(path);
        const Response welsh = two.browser.get("/cy" + std::string(path));
        CHECK(welsh.status == 200);
        CHECK(has(welsh, "<html lang=\"cy\""));
        const std::string english = *path == '\0' ? "/" : path;
        // Where something can be typed it goes along.
        const bool sends = has(welsh, "<form id=\"asked\"");
        const std::string there = "href=\"" + english + "\" rel=\"alternate\" lang=\"en\"";
        CHECK(has(welsh, sends ? "formaction=\"" + english + "\"" : there));
        const std::string back = "/cy" + std::string(path);
        CHECK(
            has(two.browser.get(english),
                sends ? "formaction=\"" + back + "\""
                      : "href=\"" + back + "\" rel=\"alternate\" lang=\"cy\"")
        );
    }
}

TEST_CASE("languages: nothing on a page is left in the other one") {
    TwoLanguages two;
    (void)two.browser.post("/cy/begin", "");
    for (const char* path :
         {"/cy",
          "/cy/q/1",
          "/cy/help-now",
          "/cy/leaving-quickly",
          "/cy/stop-contact",
          "/cy/stay-safe-online",
          "/cy/privacy",
          "/cy/cookies",
          "/cy/contact",
          "/cy/accessibility",
          "/cy/ended",
          "/cy/still-there"}) {
        CAPTURE(path);
        CHECK(unmarked_words(two.browser.get(path).body) == "");
    }
    const Response wrong = two.browser.post("/cy/q/1", "t=" + two.browser.token());
    CHECK(unmarked_words(wrong.body) == "");
    CHECK(has(wrong, "<title>~Error: ~Question 1</title>"));
}

TEST_CASE("languages: the form goes on where it was, in either") {
    TwoLanguages two;
    (void)two.browser.post("/begin", "");
    (void)two.browser.get("/q/1");
    CHECK(
        header_of(
            two.browser.post("/cy/q/1", "t=" + two.browser.token() + "&a1=yes"), "location"
        ) == "/cy/help-now"
    );
    CHECK(
        header_of(
            two.browser.post("/q/1", "t=" + two.browser.token() + "&a1=not_sure"), "location"
        ) == "/help-now/not-sure"
    );
    const Response next = two.browser.post("/cy/q/1", "t=" + two.browser.token() + "&a1=no");
    CHECK(header_of(next, "location") == "/cy/p/1");
    CHECK(has(two.browser.get("/q/1"), "value=\"no\" checked"));
    CHECK(has(two.browser.get("/cy/q/1"), "value=\"no\" checked"));
}

TEST_CASE("languages: what was typed and is wrong is still there after the switch") {
    TwoLanguages two;
    const std::string token = two.begin();
    (void)two.browser.post("/q/2", token + "&a1=en");
    (void)two.browser.post("/q/3", token + "&a1=partner");
    CHECK(two.browser.post("/q/6", token + "&a1=&a2=Once+Called").status == 422);
    CHECK(has(two.browser.get("/cy/q/6"), "value=\"Once Called\""));
}

TEST_CASE("languages: what was typed and never sent goes along, and nothing is taken by that") {
    TwoLanguages two;
    const std::string token = two.begin();
    (void)two.browser.post("/q/2", token + "&a1=en");
    (void)two.browser.post("/q/3", token + "&a1=partner");
    CHECK(has(two.browser.get("/q/6"), "formaction=\"/cy/q/6\""));

    const Response asked = two.browser.post("/cy/q/6", token + "&a1=Quillon+Canary&speak=cy");

    CHECK(header_of(asked, "location") == "/cy/q/6");
    CHECK(has(two.browser.get("/cy/q/6"), "value=\"Quillon Canary\""));
    CHECK(header_of(two.browser.get("/answers"), "location") == "/q/6");
    const Response unsafe = two.browser.post("/cy/stop-contact", "a2=Quillon&speak=cy");
    CHECK(unsafe.status == 200);
    CHECK(has(unsafe, "value=\"Quillon\""));
    CHECK(two.house.engine.asked.empty());
}

TEST_CASE("languages: who chooses one goes on in it; with one language nobody is asked") {
    TwoLanguages two;
    const std::string token = two.begin();
    CHECK(two.browser.post("/q/2", token).status == 422);
    const Response next = two.browser.post("/q/2", token + "&a1=cy");
    CHECK(header_of(next, "location") == "/cy/q/3");

    PagesHouse house;
    PlainBrowser one(intake_routes(house.engine, house.intake()));
    (void)one.post("/begin", "");
    (void)one.get("/q/1");
    (void)one.post("/q/1", "t=" + one.token() + "&a1=no");
    CHECK(header_of(one.post("/p/1", "t=" + one.token()), "location") == "/q/3");
    CHECK_FALSE(has(one.get("/"), "rel=\"alternate\""));
    CHECK(one.get("/cy").status == 404);
}

TEST_CASE("languages: a fault is said in the language of the address") {
    PagesHouse house;
    IntakeSettings settings = house.intake();
    settings.tongues.push_back(marked());
    const PageFault fault = intake_faults(settings);
    Request request;
    request.path = "/cy/nowhere";
    CHECK(has(fault(request, 404), "<html lang=\"cy\""));
    request.path = "/cynic";
    CHECK(has(fault(request, 404), "<html lang=\"en\""));
}

TEST_CASE("words: a catalogue may not change tags or names, and may leave a number out of a plural"
) {
    const web::Message plain{.place = {}, .english = "Call <b>{telephone}</b>", .many = {}};
    CHECK(web::complaint_about("Ffoniwch <b>{telephone}</b>", plain).empty());
    CHECK_FALSE(web::complaint_about("Ffoniwch {telephone}", plain).empty());
    CHECK_FALSE(web::complaint_about("Ffoniwch <b>101</b>", plain).empty());
    CHECK_FALSE(web::complaint_about("<b>{{telephone}}</b>", plain).empty());
    const web::Message counted{.place = {}, .english = "{n} day", .many = "{n} days"};
    CHECK(web::complaint_about("dim diwrnod", counted).empty());
    CHECK_FALSE(web::complaint_about("{m} diwrnod", counted).empty());
}

TEST_CASE("words: facts are put in, and cannot be markup") {
    web::Tongue english;
    CHECK(web::in_tongue("[[Call {who}]]", english, {{"who", "<A&B>"}}) == "Call &lt;A&amp;B>");
    CHECK(web::in_tongue("[[/q/1]] [[/]]", marked(), {}) == "/cy/q/1 /cy");
    CHECK(web::filled("{a} {b}", {{"a", "{b}"}, {"b", "x"}}) == "{b} x");
}

TEST_CASE("languages: a helpline has its own name in each, or is marked as the one it is in") {
    PagesHouse house;
    IntakeSettings settings = TwoLanguages::both(house.intake());
    settings.helplines = [] {
        return std::vector<Helpline>{
            {.name = "Emergency", .telephone = "999", .names = {{"cy", "Argyfwng"}}},
            {.name = "A Line", .telephone = "01632 960 200"}};
    };
    PlainBrowser browser{intake_routes(house.engine, std::move(settings))};

    const Response welsh = browser.get("/cy/help-now");
    CHECK(has(welsh, "__key\">Argyfwng</dt>"));
    CHECK(has(welsh, "__key\" lang=\"en\">A Line</dt>"));
    CHECK(has(browser.get("/help-now"), "__key\">A Line</dt>"));
}

TEST_CASE("languages: what is wrong with several boxes says which box it is") {
    PagesHouse house;
    const Journey journey = read_journey(test::journey_document());
    Answers answers;
    for (const char* pointer : {"/subject/work", "/subject/car"})
        answers[pointer] = std::string(300, 'x');

    const auto problems = check_page(
        journey, *journey.find("q/21"), answers, {house.forms, marked(), {2026, 11, 22}}
    );

    REQUIRE(problems.size() == 2);
    CHECK(problems[0].message == "~Where they work: ~Your answer must be 200 characters or fewer");
    CHECK(problems[1].message == "~Car: ~Your answer must be 200 characters or fewer");
}

}  // namespace
}  // namespace clarion::http::intake
