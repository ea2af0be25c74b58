// The pages on which staff open a case, what a case's page says of its links, and what an agency's
// people see of one another.
#include <doctest/doctest.h>

#include "adapters/http/console/console.hpp"
#include "adapters/http/problem.hpp"
#include "tests/adapters/pages_house.hpp"

namespace clarion::http::console {
namespace {

namespace json = core::json;
using test::PagesHouse;

json::value openings() {
    return json::parse(R"({"items": [
        {"id": "test.knowing", "route": "knowing", "title": "Knowing road",
         "opening": {"title": "Record a concern", "allowed": true, "form_name": "note", "form": {
             "type": "object", "required": ["text"],
             "properties": {"text": {"type": "string", "title": "Note"}}}}},
        {"id": "test.other", "route": "other", "title": "Other road", "opening": null}]})");
}

json::value linked_case() {
    const json::object clock{
        {"state", "on_time"}, {"day", 1}, {"days_total", 28}, {"due_at", nullptr}};
    const json::array links{json::object{
        {"reference", "7K3M-2QXT-C"},
        {"relation", "converted_from"},
        {"route", "asking"},
        {"at", "2027-03-01T10:00:00.000Z"},
        {"closed", true}}};
    return json::object{
        {"reference", "2345-6789-A"},
        {"title", "Recorded"},
        {"states", json::array{}},
        {"workflow", {{"title", "Knowing road"}}},
        {"opened_with", "note"},
        {"links", links},
        {"clock", clock},
        {"request", json::object{}}};
}

// Somebody of that role at the console, and an engine that lists the openings.
struct Console {
    explicit Console(std::string as, std::string agency = {})
        : role(std::move(as)), of_agency(std::move(agency)) {
        house.engine.answer = [this](const runtime::Asked& asked) {
            runtime::Answered answered;
            if (std::holds_alternative<runtime::ListWorkflows>(asked))
                answered.document = openings();
            if (std::holds_alternative<runtime::OpenCase>(asked)) answered.document = linked_case();
            if (std::holds_alternative<runtime::StartCase>(asked)) return started;
            if (const auto* refused = std::get_if<runtime::RefuseAttempt>(&asked)) {
                return runtime::Answer(refused->refusal);
            }
            return runtime::Answer(answered);
        };
    }

    Response send(Method method, std::string path, std::string body = {}) {
        Request request;
        request.method = method;
        request.listener = ListenerKind::staff;
        request.path = std::move(path);
        request.body = std::move(body);
        request.headers.emplace_back("cookie", "__Host-staff=abc");
        Response got;
        router.dispatch(std::move(request), [&got](Response response) {
            got = finished(std::move(response));
        });
        return got;
    }

    std::string token_of(const Response& page) {
        static constexpr std::string_view kMark = "name=\"t\" value=\"";
        const auto from = page.body.find(kMark) + kMark.size();
        return page.body.substr(from, page.body.find('"', from) - from);
    }

    std::string role;
    std::string of_agency;
    PagesHouse house;
    runtime::Answer started = runtime::Answered{};
    Router router{
        console_routes(
            house.engine,
            {.templates = house.templates,
             .files = house.files,
             .forms = house.forms,
             .clock = house.clock,
             .ids = house.ids,
             .sha256 = house.sha256,
             .look = {"Example Force", "#1a3a5c", {}},
             .personas = {},
             .sign_in = {},
             .sign_out = {},
             .ways = {},
             .draw = {}}
        ),
        [this](const Request&) {
            core::Principal principal;
            principal.display_name = "Ann";
            principal.roles = {role};
            principal.agency = of_agency;
            return Found(principal);
        }};
};

runtime::Answered answer_with_reference() {
    runtime::Answered answered;
    answered.document = json::object{{"reference", "2345-6789-A"}};
    answered.created = true;
    return answered;
}

}  // namespace

TEST_CASE("agency requests: the list and the page say that a colleague handed one on") {
    Console console("agency_member", "health");
    const auto with = [&console](int handed_on) {
        const json::object item{
            {"id", "task"},
            {"title", "An answer is wanted"},
            {"agency", "health"},
            {"due_at", nullptr},
            {"opened_at", "2027-03-01T10:00:00.000Z"},
            {"handed_on", handed_on},
            {"question", "What do you hold?"},
            {"pack", json::object{}},
            {"form", json::object{{"type", "object"}, {"properties", json::object{}}}},
            {"conflict_form", json::object{{"type", "object"}, {"properties", json::object{}}}}};
        console.house.engine.answer = [item](const runtime::Asked& asked) {
            const bool is_list = std::holds_alternative<runtime::ListAgencyRequests>(asked);
            runtime::Answered answered;
            answered.document = is_list ? json::object{{"items", json::array{item}}} : item;
            return runtime::Answer(answered);
        };
        return console.send(Method::get, "/console/agency").body +
               console.send(Method::get, "/console/agency/task").body;
    };
    const auto times = [](const std::string& text, std::string_view words) {
        int count = 0;
        for (auto at = text.find(words); at != std::string::npos; at = text.find(words, at + 1))
            ++count;
        return count;
    };

    CHECK(times(with(0), "handed it on") == 0);
    CHECK(times(with(1), "One colleague knows somebody in it and handed it on.") == 2);
    CHECK(times(with(2), "2 colleagues know somebody in it and handed it on.") == 2);
}

TEST_CASE("agency requests: whoever has the case sees who of an agency handed theirs on, and when"
) {
    Console console("coordinator");
    console.house.engine.answer = [](const runtime::Asked& asked) {
        runtime::Answered answered;
        answered.document = json::object{{"items", json::array{}}};
        if (std::holds_alternative<runtime::OpenCase>(asked)) {
            const auto task = [](std::string_view agency) {
                return json::object{
                    {"title", "An answer is wanted"}, {"roles", json::array{}}, {"agency", agency}};
            };
            const json::object who{{"name", "Hope <Health>"}, {"at", "2027-03-01T10:00:00.000Z"}};
            answered.document = json::object{
                {"reference", "2345-6789-A"},
                {"tasks", json::array{task("health"), task("probation")}},
                {"agencies",
                 json::array{
                     json::object{{"agency", "health"}, {"handed_on", json::array{who}}},
                     json::object{{"agency", "probation"}, {"handed_on", json::array{}}}}}};
        }
        return runtime::Answer(answered);
    };

    const std::string page = console.send(Method::get, "/console/cases/2345-6789-A").body;

    const auto found = page.find("Knows somebody in it and handed it on: Hope &lt;Health&gt;, ");
    CHECK(found != std::string::npos);
    CHECK(page.find("1 March 2027", found) != std::string::npos);
    CHECK(page.find("handed it on", found + 30) == std::string::npos);
}

TEST_CASE("new case: the page lists what may be opened, and shows its form") {
    Console console("coordinator");

    const Response list = console.send(Method::get, "/console/new");
    CHECK(list.status == 200);
    CHECK(list.body.find("href=\"/console/new/knowing\"") != std::string::npos);
    CHECK(list.body.find("/console/new/other") == std::string::npos);

    const Response form = console.send(Method::get, "/console/new/knowing");
    CHECK(form.body.find("Record a concern") != std::string::npos);
    CHECK(form.body.find("name=\"/text\"") != std::string::npos);
    CHECK(form.body.find("value=\"front_desk\"") != std::string::npos);
    CHECK(console.send(Method::get, "/console/new/other").status == 404);
}

TEST_CASE("new case: what was typed goes to the engine, and leads to the case") {
    Console console("coordinator");
    console.started = answer_with_reference();
    const std::string token = console.token_of(console.send(Method::get, "/console/new/knowing"));

    const Response sent = console.send(
        Method::post,
        "/console/new/knowing",
        "t=" + token + "&k=key-1&form=note&channel=phone&%2Ftext=Seen+together"
    );

    CHECK(sent.status == 303);
    CHECK(sent.step == http::kHiddenStep);
    CHECK(test::header_of(sent, "location") == "/console/cases/2345-6789-A?done=1");
    const auto& asked = std::get<runtime::StartCase>(console.house.engine.asked.back());
    const json::value& body = std::get<json::value>(asked.body);
    CHECK(body.at("workflow") == "knowing");
    CHECK(body.at("channel") == "phone");
    CHECK(body.at("form").at("text") == "Seen together");
    CHECK(asked.idempotency.key == "key-1");
}

TEST_CASE("new case: a refusal keeps what was typed, and names the field") {
    Console console("coordinator");
    core::Refusal refusal{.code = core::RefusalCode::invalid_form, .detail = {}, .errors = {}};
    refusal.errors = {
        {"/channel", "enum", "Say how it came"}, {"/form/text", "required", "Enter a note"}};
    console.started = refusal;
    const std::string token = console.token_of(console.send(Method::get, "/console/new/knowing"));

    const Response sent =
        console.send(Method::post, "/console/new/knowing", "t=" + token + "&k=1&form=note");

    CHECK(sent.status == 422);
    CHECK(sent.body.find("Say how it came") != std::string::npos);
    CHECK(sent.body.find("Enter a note") != std::string::npos);
    CHECK(sent.body.find("<title>Error: ") != std::string::npos);
}

TEST_CASE("new case: nothing is opened by a post that is not from our page") {
    Console console("coordinator");

    const Response sent = console.send(Method::post, "/console/new/knowing", "t=other&k=1");

    CHECK(sent.status == 400);
    REQUIRE(console.house.engine.asked.size() == 1);
    const auto& put_on_record = std::get<runtime::RefuseAttempt>(console.house.engine.asked[0]);
    CHECK(put_on_record.refusal.code == core::RefusalCode::malformed_body);
}

TEST_CASE("new case: an agency is thanked, with the reference and no way to the case") {
    Console console("agency_member", "health");
    console.started = answer_with_reference();
    const std::string token = console.token_of(console.send(Method::get, "/console/new/knowing"));

    const Response sent =
        console.send(Method::post, "/console/new/knowing", "t=" + token + "&k=1&form=note");

    CHECK(sent.status == 200);
    CHECK(sent.body.find("2345-6789-A") != std::string::npos);
    CHECK(sent.body.find("/console/cases/") == std::string::npos);
}

TEST_CASE("workflows page: a figure that nobody verified is marked as such") {
    Console console("supervisor");
    const json::array limits{
        json::object{
            {"name", "case"},
            {"title", "The whole case"},
            {"value", 45},
            {"unit", "calendar_days"},
            {"status", "recalled"},
            {"source", "A page"},
            {"verified", false}},
        json::object{
            {"name", "danger"},
            {"title", "A danger"},
            {"value", 15},
            {"unit", "minutes"},
            {"status", "confirmed"},
            {"source", "A law"},
            {"verified", true}}};
    console.house.engine.answer = [&](const runtime::Asked&) {
        runtime::Answered answered;
        answered.document = json::object{
            {"items",
             json::array{json::object{
                 {"id", "test.knowing"},
                 {"title", "Knowing road"},
                 {"version", "1"},
                 {"unverified", 1},
                 {"limits", limits}}}}};
        return runtime::Answer(answered);
    };

    const Response page = console.send(Method::get, "/console/workflows");

    CHECK(page.status == 200);
    CHECK(page.body.find("1 figures unverified") != std::string::npos);
    CHECK(page.body.find("45 Calendar days") != std::string::npos);
    const auto mark = page.body.find(">Unverified<");
    REQUIRE(mark != std::string::npos);
    CHECK(page.body.find(">Unverified<", mark + 1) == std::string::npos);
}

TEST_CASE("case page: linked cases are listed with what they are to each other") {
    Console console("coordinator");

    const Response page = console.send(Method::get, "/console/cases/2345-6789-A");

    CHECK(page.status == 200);
    CHECK(page.body.find("Converted from") != std::string::npos);
    CHECK(page.body.find("/console/cases/7K3M-2QXT-C") != std::string::npos);
    CHECK(page.body.find("Knowing road") != std::string::npos);
}

}  // namespace clarion::http::console
