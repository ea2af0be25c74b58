// Which helplines are shown: always the emergency and the national ones, and a local one only while
// somebody has verified it.
#include <doctest/doctest.h>

#include "deploy/clarion/helplines.hpp"
#include "tests/support/fake_machine.hpp"

namespace clarion::deploy {
namespace {

namespace json = core::json;

json::object line(const char* id, const char* reach, json::value verified_on) {
    return {
        {"id", id},
        {"name", id},
        {"telephone", "01632 960 200"},
        {"audience", "For everyone"},
        {"reach", reach},
        {"areas", json::array{"here"}},
        {"verified_on", std::move(verified_on)}};
}

std::string shown_on(const json::array& lines, std::string_view force, std::chrono::sys_days day) {
    std::string names;
    for (const auto& one : helplines_today({{"helplines", lines}}, force, day).shown)
        names += one.name + " ";
    return names;
}

TEST_CASE("helplines: six months to the day, and only a local one is hidden") {
    using namespace std::chrono;
    const json::array lines{
        line("emergency", "emergency", nullptr),
        line("national", "national", "2020-01-01"),
        line("local", "local", "2026-08-31"),
        line("never", "local", nullptr)};
    // 31 August and six months: there is no 31 February.
    const sys_days last = 2027y / February / 28;
    CHECK(shown_on(lines, "here", last) == "emergency national local ");
    CHECK(shown_on(lines, "here", last + days(1)) == "emergency national ");
    CHECK(shown_on(lines, "elsewhere", last) == "emergency national ");
    const auto late = helplines_today({{"helplines", lines}}, "here", last + days(1)).unverified;
    CHECK(late == std::vector<std::string>{"emergency", "national", "local", "never"});
}

TEST_CASE("helplines: a name of its own in a language goes along") {
    json::object own = line("emergency", "emergency", nullptr);
    own["names"] = json::array{json::object{{"language", "cy"}, {"name", "Argyfwng"}}};
    const auto today = helplines_today({{"helplines", json::array{own}}}, "here", {});
    CHECK(today.shown.at(0).names.at("cy") == "Argyfwng");
}

TEST_CASE("helplines: a service says once a day which of them nobody has verified, and counts them"
) {
    test::FakeClock clock;
    test::FakeLog log;
    test::FakeMetrics metrics;
    const json::object catalogue{
        {"helplines",
         json::array{line("emergency", "emergency", nullptr), line("never", "local", nullptr)}}};
    int asked = 0;
    std::vector<std::string> told;
    const auto tell = [&](const std::string& why) {
        if (asked++ == 0) return false;  // the engine had no time
        told.push_back(why);
        return true;
    };
    HelplineWatch watch(catalogue, "here", {clock, log, metrics, tell});

    CHECK(watch.shown().size() == 1);
    watch.look();
    CHECK(metrics.values["clarion_alarms_total{helplines_unverified}"] == 1);
    CHECK(metrics.values["clarion_helplines_unverified"] == 2);
    clock.advance(std::chrono::hours(24));
    watch.look();
    CHECK(metrics.values["clarion_alarms_total{helplines_unverified}"] == 2);
    // Each day anew: who is told once for the same words is the engine's to know.
    CHECK(told == std::vector<std::string>{"emergency@ never@ ", "emergency@ never@ "});
}

}  // namespace
}  // namespace clarion::deploy
