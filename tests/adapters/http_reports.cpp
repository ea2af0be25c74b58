// Reports over the API: asked for part by part, given as JSON or CSV, in the shape that
// schemas/openapi.yaml says.
#include <fstream>
#include <iterator>
#include <set>

#include "adapters/http/report_run.hpp"
#include "tests/adapters/http_api_desk.hpp"

namespace clarion::test {

namespace {

json::value a_plan() {
    return json::parse(R"({
        "facts": { "route": { "title": "Route", "is": { "var": "event.workflow" } },
                   "days": { "title": "Days", "days": { "from": "a", "to": "b" }, "bands": [21] } },
        "tables": { "requests_by_month": { "title": "=Requests, \"all\"", "rows": "month", "columns": "route" } },
        "times": { "days_by_route": { "title": "Days", "of": "days", "by": "route" } },
        "indicators": { "pct_quick": { "title": "Quick", "share": { "days": ["0-20"] } } }
    })");
}

json::value part(int cases, const std::string& route, json::value next) {
    json::array facts;
    for (int made = 0; made < cases; ++made) {
        facts.push_back(json::object{
            {"labels",
             {{"month", json::array{"2026-11"}},
              {"quarter", json::array{"2026-Q4"}},
              {"route", json::array{route}},
              {"days", json::array{"0-20"}}}},
            {"numbers", {{"days", 10}}}});
    }
    return json::object{
        {"year", 2026},
        {"made_at", "2026-12-01T00:00:00.000Z"},
        {"plan", a_plan()},
        {"facts", std::move(facts)},
        {"open", json::array()},
        {"unreadable", 1},
        {"next", std::move(next)}};
}

// Gives one part after the other.
struct PartQueue final : runtime::WorkQueue {
    bool offer(runtime::Work work) override {
        if (asked.size() == parts.size()) return false;
        asked.push_back(std::get<runtime::ReadReport>(work.asked));
        work.answer(parts[asked.size() - 1]);
        return true;
    }

    std::vector<runtime::Answer> parts;
    std::vector<runtime::ReadReport> asked;
};

Response run(PartQueue& queue) {
    std::optional<Response> response;
    Call call;
    call.reply = [&response](Response given) { response = finished(std::move(given)); };
    run_report(
        queue,
        call,
        {"statistics", 0, {}},
        [](const json::object& report) { return json_response(200, json::serialize(report)); },
        [](const runtime::Answer&) { return json_response(503, "{}"); }
    );
    REQUIRE(response.has_value());
    return *response;
}

Request ask_for(std::vector<std::pair<std::string, std::string>> query) {
    Request request = get("/api/v1/reports/statistics", "Test sue supervisor");
    request.query = std::move(query);
    return request;
}

// The names of all members, as paths.
void add_paths(const json::value& value, const std::string& path, std::set<std::string>& paths) {
    if (const json::object* object = value.if_object()) {
        for (const auto& [name, member] : *object) {
            paths.insert(path + "/" + std::string(name));
            add_paths(member, path + "/" + std::string(name), paths);
        }
    } else if (const json::array* list = value.if_array()) {
        for (const json::value& item : *list)
            add_paths(item, path, paths);
    }
}

std::set<std::string> paths_of(const json::value& value) {
    std::set<std::string> paths;
    add_paths(value, "", paths);
    return paths;
}

// The example stands in the document as JSON, between its name and the properties.
json::value example_in_openapi() {
    std::ifstream file(std::string(CLARION_SOURCE_DIR) + "/schemas/openapi.yaml");
    const std::string document{std::istreambuf_iterator<char>(file), {}};
    const auto schema = document.find("\n    Report:\n");
    REQUIRE(schema != std::string::npos);
    const std::string examples = "examples:\n        - ";
    const auto start = document.find(examples, schema) + examples.size();
    const auto end = document.find("\n      properties:", start);
    return json::parse(document.substr(start, end - start));
}

}  // namespace

TEST_CASE("reports: the parts make one report, each asked for behind the last") {
    PartQueue queue;
    queue.parts = {answered(part(6, "ask", "case-9")), answered(part(7, "know", nullptr))};

    const json::value report = json::parse(run(queue).body);

    CHECK(report.at("cases").as_int64() == 13);
    CHECK(report.at("unreadable").as_int64() == 2);
    REQUIRE(queue.asked.size() == 2);
    CHECK_FALSE(queue.asked[0].next.has_value());
    CHECK(queue.asked[1].next->text == "case-9");
    CHECK(queue.asked[1].year == 2026);
}

TEST_CASE("reports: what is refused, or not answered half way, is no report") {
    PartQueue refused;
    refused.parts = {refusal(core::RefusalCode::role_not_allowed)};
    CHECK(run(refused).status == 503);

    PartQueue full_after_one;
    full_after_one.parts = {answered(part(6, "ask", "case-9"))};
    CHECK(run(full_after_one).status == 503);
}

TEST_CASE("reports: JSON unless CSV is asked for, and queries that are not understood are 400") {
    Desk desk;
    desk.engine.next = answered(part(6, "ask", nullptr));

    const Response as_json = desk.send(ask_for({{"year", "2026"}}));
    CHECK(as_json.status == 200);
    CHECK(field(as_json, "content-type").starts_with("application/json"));
    CHECK(desk.engine.last<runtime::ReadReport>().year == 2026);
    const Response as_csv = desk.send(ask_for({{"format", "csv"}}));
    CHECK(field(as_csv, "content-type") == "text/csv; charset=utf-8; header=present");
    Request accepting = ask_for({});
    accepting.headers.emplace_back("accept", "text/csv");
    CHECK(desk.send(accepting).body == as_csv.body);

    CHECK(desk.send(ask_for({{"year", "26"}})).status == 400);
    CHECK(desk.send(ask_for({{"year", "now"}})).status == 400);
    CHECK(desk.send(ask_for({{"format", "pdf"}})).status == 400);
    CHECK(desk.send(ask_for({{"from", "2026"}})).status == 400);
    CHECK(desk.send(get("/api/v1/reports/statistics", "Test ola officer")).status == 403);
    desk.engine.next = refusal(core::RefusalCode::not_found);
    CHECK(desk.send(get("/api/v1/reports/other", "Test sue supervisor")).status == 404);
}

TEST_CASE("reports: CSV has a line for each number, and keeps back what JSON keeps back") {
    Desk desk;
    desk.engine.next = answered(part(6, "ask", nullptr));
    const std::string told = desk.send(ask_for({{"format", "csv"}})).body;
    CHECK(told.starts_with("section,table,row,column,value\r\n"));
    CHECK(told.find("table,requests_by_month,2026-11,ask,6\r\n") != std::string::npos);
    CHECK(told.find("time,days_by_route,ask,median,10\r\n") != std::string::npos);
    CHECK(told.find("indicator,pct_quick,,percent,100\r\n") != std::string::npos);

    desk.engine.next = answered(part(3, "=cmd,\"x\"", nullptr));
    const std::string hidden = desk.send(ask_for({{"format", "csv"}})).body;
    CHECK(
        hidden.find("table,requests_by_month,2026-11,\"'=cmd,\"\"x\"\"\",[c]\r\n") !=
        std::string::npos
    );
    CHECK(hidden.find(",3\r\n") == std::string::npos);
}

TEST_CASE("reports: the example in the document has the members that an answer has") {
    Desk desk;
    json::value one = part(6, "ask", nullptr);
    one.at("open").as_array().push_back(json::object{
        {"age", "0-20"}, {"queue", "intake"}, {"assignee", "nobody"}});
    desk.engine.next = answered(one);
    const json::value answer = json::parse(desk.send(ask_for({})).body);

    CHECK(paths_of(example_in_openapi()) == paths_of(answer));
}

}  // namespace clarion::test
