// The machine's clock, randomness, time zones, log lines and numbers.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <regex>
#include <set>
#include <sstream>

#include "adapters/system/json_log.hpp"
#include "adapters/system/metric_table.hpp"
#include "adapters/system/prometheus_metrics.hpp"
#include "adapters/system/system_clock.hpp"
#include "adapters/system/system_id_source.hpp"
#include "adapters/system/system_time_zones.hpp"
#include "engine/core/json.hpp"
#include "engine/core/reference.hpp"

namespace core = clarion::core;
namespace ports = clarion::ports;
namespace system_adapter = clarion::system;
using namespace std::chrono_literals;

namespace {

core::Instant at(std::string_view text) {
    return core::parse_rfc3339(text).value();
}

std::string local_text(const core::Zone& zone, std::string_view utc) {
    const auto local = zone.to_local(at(utc));
    const std::chrono::year_month_day date(local.day);
    std::ostringstream text;
    text << static_cast<int>(date.year()) << '-' << static_cast<unsigned>(date.month()) << '-'
         << static_cast<unsigned>(date.day()) << ' ' << local.since_midnight / 1h << ':'
         << local.since_midnight % 1h / 1min;
    return text.str();
}

std::string start_text(const core::Zone& zone, int year, unsigned month, unsigned day) {
    const std::chrono::local_days local(
        std::chrono::year(year) / std::chrono::month(month) / std::chrono::day(day)
    );
    return core::to_rfc3339(zone.start_of(local));
}

}  // namespace

TEST_CASE("time zones: London's clocks go forward on 28 March 2027") {
    const system_adapter::SystemTimeZones zones;
    const core::Zone* london = zones.find_zone("Europe/London");
    REQUIRE(london != nullptr);

    CHECK(local_text(*london, "2027-03-28T00:59:59.999Z") == "2027-3-28 0:59");
    CHECK(local_text(*london, "2027-03-28T01:00:00.000Z") == "2027-3-28 2:0");
    CHECK(start_text(*london, 2027, 3, 28) == "2027-03-28T00:00:00.000Z");
    CHECK(start_text(*london, 2027, 3, 29) == "2027-03-28T23:00:00.000Z");
    // The day of the change has 23 hours.
    CHECK(local_text(*london, "2027-03-28T22:59:00.000Z") == "2027-3-28 23:59");
    CHECK(local_text(*london, "2027-03-28T23:00:00.000Z") == "2027-3-29 0:0");
}

TEST_CASE("time zones: London's clocks go back on 31 October 2027, and one hour comes twice") {
    const system_adapter::SystemTimeZones zones;
    const core::Zone& london = *zones.find_zone("Europe/London");

    CHECK(local_text(london, "2027-10-31T00:30:00.000Z") == "2027-10-31 1:30");
    CHECK(local_text(london, "2027-10-31T01:30:00.000Z") == "2027-10-31 1:30");
    CHECK(start_text(london, 2027, 10, 31) == "2027-10-30T23:00:00.000Z");
    CHECK(start_text(london, 2027, 11, 1) == "2027-11-01T00:00:00.000Z");
}

TEST_CASE("time zones: a day that has no midnight begins where the clocks jump to") {
    const system_adapter::SystemTimeZones zones;
    const core::Zone& havana = *zones.find_zone("America/Havana");
    // On 10 March 2024 Havana went from 23:59 to 01:00.
    CHECK(start_text(havana, 2024, 3, 10) == "2024-03-10T05:00:00.000Z");
    CHECK(local_text(havana, "2024-03-10T05:00:00.000Z") == "2024-3-10 1:0");
}

TEST_CASE("time zones: an unknown name is told, a known one is found once") {
    const system_adapter::SystemTimeZones zones;
    CHECK(zones.find_zone("Europe/Atlantis") == nullptr);
    CHECK(zones.find_zone("") == nullptr);
    CHECK(zones.find_zone("../../etc/passwd") == nullptr);
    CHECK(zones.find_zone("Europe/London") == zones.find_zone("Europe/London"));
}

TEST_CASE("clock: says which boot this is, and never goes back by the monotonic count") {
    const system_adapter::SystemClock clock;
    const system_adapter::SystemClock other;
    CHECK(clock.boot_id().size() == 36);
    CHECK(clock.boot_id() == other.boot_id());
    const auto earlier = clock.since_boot();
    CHECK(earlier > 0ms);
    CHECK(clock.since_boot() >= earlier);
    CHECK(clock.now() > at("2026-01-01T00:00:00Z"));
}

TEST_CASE("ids: a case id is a UUID of version 7 that begins with the time") {
    struct FixedClock final : ports::Clock {
        core::Instant now() const override { return at("2027-03-28T01:00:00.123Z"); }
        std::chrono::milliseconds since_boot() const override { return 0ms; }
        const std::string& boot_id() const override { return boot; }
        std::string boot;
    } clock;
    system_adapter::SystemIdSource ids(clock);

    const std::regex version_7("[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}"
    );
    const std::string first = ids.new_case_id().text;
    const std::string second = ids.new_case_id().text;
    CHECK(std::regex_match(first, version_7));
    CHECK(first != second);
    const auto prefix = first.substr(0, 8) + first.substr(9, 4);
    CHECK(std::stoll(prefix, nullptr, 16) == clock.now().time_since_epoch().count());
}

TEST_CASE("ids: references carry their check and use the whole alphabet") {
    const system_adapter::SystemClock clock;
    system_adapter::SystemIdSource ids(clock);
    std::set<char> seen;
    std::set<std::string> references;
    for (int count = 0; count < 500; ++count) {
        const auto reference = ids.new_reference();
        REQUIRE(core::parse_reference(reference.text) == reference);
        references.insert(reference.text);
        seen.insert(reference.text.begin(), reference.text.begin() + 8);
    }
    CHECK(references.size() == 500);
    CHECK(seen.size() == core::kReferenceAlphabet.size());
}

TEST_CASE("ids: a token is 128 random bits in 22 characters that a URL may hold") {
    const system_adapter::SystemClock clock;
    system_adapter::SystemIdSource ids(clock);
    std::set<std::string> tokens;
    for (int count = 0; count < 100; ++count) {
        const auto token = ids.new_token();
        CHECK(std::regex_match(token, std::regex("[A-Za-z0-9_-]{21}[AQgw]")));
        tokens.insert(token);
    }
    CHECK(tokens.size() == 100);

    std::vector<std::uint8_t> long_run(10000);
    ids.fill_random(long_run);
    CHECK(std::set<std::uint8_t>(long_run.begin(), long_run.end()).size() == 256);
}

TEST_CASE("log: a line is one JSON object, whatever its fields hold") {
    std::ostringstream out;
    system_adapter::JsonLog log(out, ports::LogLevel::info);

    log.write(
        ports::LogLevel::warning,
        "store_slow",
        {{"ms", "120"}, {"odd", "a\"b\\c\nd\x01 {} %v \xC3\xA9"}, {"bad", "x\xFF\xFEy"}}
    );
    log.write(ports::LogLevel::debug, "not_wanted");
    log.write(ports::LogLevel::error, "cut", {{"long", std::string(2000, 'x')}});

    std::istringstream lines(out.str());
    std::string line;
    REQUIRE(std::getline(lines, line));
    const auto first = core::json::parse(line).as_object();
    CHECK(core::parse_rfc3339(first.at("ts").as_string()).has_value());
    CHECK(first.at("level").as_string() == "warning");
    CHECK(first.at("event").as_string() == "store_slow");
    CHECK(first.at("ms").as_string() == "120");
    CHECK(first.at("odd").as_string() == "a\"b\\c\nd\x01 {} %v \xC3\xA9");
    CHECK(first.at("bad").as_string() == "x??y");
    REQUIRE(std::getline(lines, line));
    CHECK(core::json::parse(line).at("long").as_string().size() == 512);
    CHECK_FALSE(std::getline(lines, line));
}

TEST_CASE("metrics: the exposition says what was counted, set and timed") {
    system_adapter::PrometheusMetrics metrics;
    metrics.count("refusals_total", "guard_failed");
    metrics.count("clarion_refusals_total", "guard_failed", 2);
    metrics.count("engine_queue_full_total");
    metrics.gauge("engine_queue_length", 7);
    metrics.observe_seconds("engine_batch_seconds", 0.003);
    metrics.count("no_such_metric_total");

    const std::string text = metrics.exposition();
    const auto says = [&text](std::string_view line) {
        return text.find("\n" + std::string(line) + "\n") != std::string::npos;
    };
    CHECK(says("clarion_refusals_total{code=\"guard_failed\"} 3"));
    CHECK(says("clarion_engine_queue_full_total 1"));
    CHECK(says("clarion_engine_queue_length 7"));
    CHECK(says("clarion_engine_batch_seconds_bucket{le=\"0.0025\"} 0"));
    CHECK(says("clarion_engine_batch_seconds_bucket{le=\"0.005\"} 1"));
    CHECK(says("clarion_engine_batch_seconds_count 1"));
    CHECK(says("clarion_unknown_metrics_total 1"));
    CHECK(says("# TYPE clarion_engine_batch_seconds histogram"));
}

TEST_CASE("metrics: a label that never ends is held at 64") {
    system_adapter::PrometheusMetrics metrics;
    for (int code = 0; code < 100; ++code) {
        metrics.count("refusals_total", "code_" + std::to_string(code));
    }
    const std::string text = metrics.exposition();
    CHECK(text.find("code_63") != std::string::npos);
    CHECK(text.find("code_64") == std::string::npos);
    CHECK(text.find("clarion_refusals_total{code=\"other\"} 36") != std::string::npos);
}

TEST_CASE("metrics: names, endings and help are as promtool wants them") {
    const std::regex name_form("[a-z]+(_[a-z]+)*");
    for (const auto& row : system_adapter::metric_table()) {
        CAPTURE(row.name);
        CHECK(std::regex_match(std::string(row.name), name_form));
        CHECK_FALSE(row.help.empty());
        const bool is_counter = row.kind == system_adapter::MetricKind::counter;
        CHECK(row.name.ends_with("_total") == is_counter);
        if (row.kind == system_adapter::MetricKind::histogram)
            CHECK(row.name.ends_with("_seconds"));
        if (!is_counter) CHECK(row.label.empty());
    }
}

TEST_CASE("metrics: every one that the program speaks of has its row, and every row is spoken of") {
    namespace fs = std::filesystem;
    const std::regex call(R"re((count|gauge|observe_seconds)\(\s*"(clarion_)?([a-z_]+)")re");
    std::map<std::string, std::string> spoken;
    for (const auto* part : {"engine", "adapters", "deploy"}) {
        for (const auto& item :
             fs::recursive_directory_iterator(fs::path(CLARION_SOURCE_DIR) / part)) {
            if (item.path().extension() != ".cpp") continue;
            std::ifstream file(item.path());
            const std::string text(std::istreambuf_iterator<char>(file), {});
            for (std::sregex_iterator found(text.begin(), text.end(), call), end; found != end;
                 ++found) {
                spoken[(*found)[3]] = (*found)[1];
            }
        }
    }
    REQUIRE(spoken.size() > 5);
    for (const auto& row : system_adapter::metric_table()) {
        CAPTURE(row.name);
        const auto found = spoken.extract(std::string(row.name));
        REQUIRE_FALSE(found.empty());
        switch (row.kind) {
            case system_adapter::MetricKind::counter:
                CHECK(found.mapped() == "count");
                break;
            case system_adapter::MetricKind::gauge:
                CHECK(found.mapped() == "gauge");
                break;
            case system_adapter::MetricKind::histogram:
                CHECK(found.mapped() == "observe_seconds");
                break;
        }
    }
    for (const auto& [name, kind] : spoken)
        FAIL_CHECK("no row in metric_table.cpp for " << name);
}
