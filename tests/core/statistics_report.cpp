// A year of made-up cases, counted as a plan says.
#include <doctest/doctest.h>

#include "engine/core/statistics/report.hpp"

namespace clarion::test {

namespace {

namespace json = core::json;
namespace statistics = core::statistics;

statistics::StatisticsPlan plan_of(std::string_view text) {
    std::vector<core::statechart::Problem> problems;
    const auto plan = statistics::read_plan(json::parse(text), "/statistics", problems);
    for (const auto& problem : problems)
        FAIL_CHECK(problem.pointer << ": " << problem.reason);
    return plan;
}

statistics::StatisticsPlan a_plan() {
    return plan_of(R"({
        "small_below": 5,
        "population": 100000,
        "facts": {
            "route": { "title": "Route", "is": { "var": "event.workflow" } },
            "group": { "title": "Group", "is": { "var": "group" } },
            "outcome": { "title": "Outcome", "is": { "var": "code" }, "within": "group" },
            "kinds": { "title": "Kinds", "is": { "var": "kinds" }, "many": true },
            "days": { "title": "Days", "days": { "from": "a", "to": "b" }, "bands": [21, 29, 36] }
        },
        "tables": {
            "outcomes": { "title": "Outcomes", "rows": "outcome", "columns": "route" },
            "kinds": { "title": "Kinds", "rows": "kinds" },
            "subjects": { "title": "Subjects", "rows": "subject_requests" }
        },
        "times": { "days": { "title": "Days", "of": "days", "by": "route" } },
        "indicators": {
            "pct_told": { "title": "Told", "share": { "outcome": ["told"] } },
            "pct_28d": {
                "title": "In 28 days",
                "share": { "days": ["0-20", "21-28"] },
                "in": { "days": ["0-20", "21-28", "29-35", "36+"] }
            },
            "median_days": { "title": "Median", "median": "days" },
            "max_days": { "title": "Longest", "longest": "days" }
        }
    })");
}

statistics::CaseFacts one(const std::string& route, const std::string& outcome, int days) {
    static const std::vector<std::int64_t> bands{21, 29, 36};
    statistics::CaseFacts facts;
    facts.labels = {
        {"month", {"2026-11"}},
        {"quarter", {"2026-Q4"}},
        {"route", {route}},
        {"outcome", {outcome}},
        {"group", {outcome == "told" ? "told" : "not"}},
        {"kinds", {"a", "b"}},
        {"days", {statistics::band_of(bands, days)}}};
    facts.numbers = {{"days", days}};
    return facts;
}

json::object report_of(std::vector<statistics::CaseFacts> cases) {
    statistics::ReportInput input;
    input.year = 2026;
    input.cases = std::move(cases);
    return statistics::make_report(a_plan(), std::move(input));
}

const json::object& named(const json::object& report, const char* section, std::string_view name) {
    for (const json::value& item : report.at(section).as_array())
        if (item.at("name").as_string() == name) return item.as_object();
    FAIL("no such part of the report");
    return report;
}

// "told: 12 (ask 10, know null); ..."
std::string lines_of(const json::object& table) {
    std::string text;
    for (const json::value& row : table.at("rows").as_array()) {
        text += std::string(row.at("value").as_string()) + " " + json::serialize(row.at("total"));
        text += json::serialize(row.at("counts")) + "; ";
    }
    return text + json::serialize(table.at("total"));
}

std::vector<statistics::CaseFacts> a_year() {
    std::vector<statistics::CaseFacts> cases;
    const auto add = [&](int count, const char* route, const char* outcome, int days) {
        for (int made = 0; made < count; ++made)
            cases.push_back(one(route, outcome, days));
    };
    add(10, "ask", "told", 10);
    add(12, "ask", "no_info", 25);
    add(8, "know", "told", 30);
    add(9, "know", "no_info", 5);
    return cases;
}

}  // namespace

TEST_CASE("report: counts by row and column, each with its total") {
    const json::object report = report_of(a_year());

    CHECK(lines_of(named(report, "tables", "outcomes")) == "no_info 21[12,9]; told 18[10,8]; 39");
    CHECK(lines_of(named(report, "tables", "kinds")) == "a 39[]; b 39[]; 39");
    CHECK(report.at("cases").as_int64() == 39);
    CHECK(named(report, "indicators", "pct_told").at("value").as_double() == 46.2);
    CHECK(named(report, "indicators", "rate_per_1000_pop").at("value").as_double() == 0.39);
}

TEST_CASE("report: times by group, in whole days, and the share within the limit") {
    const json::object report = report_of(a_year());

    const json::object& days = named(report, "times", "days");
    CHECK(days.at("unit") == "days");
    CHECK(
        json::serialize(days.at("rows").at(1).at("measures")) ==
        R"({"mean":17,"median":5,"ninetieth":30,"longest":30})"
    );
    CHECK(named(report, "indicators", "pct_28d").at("value").as_double() == 79.5);
    CHECK(named(report, "indicators", "median_days").at("value").as_int64() == 25);
    CHECK(named(report, "indicators", "max_days").at("value").as_int64() == 30);
}

TEST_CASE("report: a small count is told nowhere, nor is what gives it away") {
    auto cases = a_year();
    cases.push_back(one("know", "withdrawn", 3));
    cases.push_back(one("know", "withdrawn", 3));
    const json::object report = report_of(std::move(cases));

    const json::object& outcomes = named(report, "tables", "outcomes");
    const json::array& rows = outcomes.at("rows").as_array();
    REQUIRE(rows.at(2).at("value") == "withdrawn");
    CHECK(rows.at(2).at("total").is_null());
    CHECK(rows.at(2).at("counts").at(1).is_null());
    int told_totals = 0;
    for (const json::value& row : rows)
        told_totals += row.at("total").is_null() ? 0 : 1;
    const bool can_subtract = told_totals == 2 && !outcomes.at("total").is_null();
    CHECK_FALSE(can_subtract);
}

TEST_CASE("report: of few cases nothing is told, whatever is asked") {
    const json::object report = report_of({one("ask", "told", 10), one("know", "no_info", 40)});

    CHECK(report.at("cases").is_null());
    CHECK(named(report, "indicators", "pct_told").at("value").is_null());
    CHECK(named(report, "indicators", "median_days").at("value").is_null());
    CHECK(named(report, "indicators", "rate_per_1000_pop").at("value").is_null());
    CHECK(named(report, "times", "days").at("all").is_null());
    const std::string text = json::serialize(report.at("tables"));
    CHECK(text.find(":1") == std::string::npos);
    CHECK(text.find(":2") == std::string::npos);
}

TEST_CASE("report: requests that name the same person are counted together") {
    auto cases = a_year();
    for (std::size_t at = 0; at < 39; ++at)
        cases[at].labels["subject_person"] = {"token " + std::to_string(at < 14 ? at / 2 : at)};
    const json::object report = report_of(std::move(cases));

    CHECK(lines_of(named(report, "tables", "subjects")) == "1 25[]; 2 14[]; 39");
}

TEST_CASE("plan: every mistake is said, with its place") {
    std::vector<core::statechart::Problem> problems;
    (void)statistics::read_plan(
        json::parse(R"({
            "facts": {
                "month": { "title": "Month", "is": "x" },
                "a": { "title": "A", "is": { "no_such_operation": [] } },
                "b": { "title": "B", "days": { "from": "x", "to": "y" }, "bands": [3, 2] },
                "c": { "title": "C", "is": "x", "within": "nothing" }
            },
            "tables": { "t": { "title": "T", "rows": "unknown" } },
            "times": { "t": { "title": "T", "of": "a", "by": "b" } },
            "indicators": { "i": { "title": "I" } }
        })"),
        "/statistics",
        problems
    );

    std::vector<std::string> places;
    for (const auto& problem : problems)
        places.push_back(problem.pointer);
    for (const char* place :
         {"/statistics/facts/month",
          "/statistics/facts/b/bands",
          "/statistics/facts/c/within",
          "/statistics/tables/t/rows",
          "/statistics/times/t/of",
          "/statistics/indicators/i"}) {
        INFO(place);
        CHECK(std::find(places.begin(), places.end(), place) != places.end());
    }
    CHECK(problems.size() == 7);
}

}  // namespace clarion::test
