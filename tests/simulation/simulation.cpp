// A force's year in virtual time, on the real Right to Ask: repeatable, whole, and true to its
// rules.
#include <doctest/doctest.h>

#include "adapters/files/bundle.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/files/json_text.hpp"
#include "engine/core/simulation/simulate.hpp"
#include "engine/core/simulation/working_time.hpp"
#include "tests/support/house_files.hpp"
#include "tests/support/london_zone.hpp"

using namespace clarion;
using namespace clarion::core::simulation;

namespace {

namespace json = core::json;

constexpr std::string_view kModelPath = "workflows/dvds/simulation.json";

json::object model_as_written() {
    return files::parse_json_object(kModelPath, files::file_named(test::house_files(), kModelPath));
}

const json::object& right_to_ask_bundle() {
    static const json::object kBundle = [] {
        for (const std::string& text : files::make_bundles(test::house_files())) {
            json::object bundle = files::parse_json_object("bundle", text);
            if (bundle.at("id") == "dvds.right-to-ask") return bundle;
        }
        throw std::logic_error("the house has no Right to Ask");
    }();
    return kBundle;
}

core::Result<json::object, std::vector<core::statechart::Problem>> simulated(
    const json::object& model, std::uint64_t seed, std::uint64_t cases = 150
) {
    static const files::FormSchemas kForms(test::house_files());
    static const core::Process kProcess =
        core::compile_process(right_to_ask_bundle(), core::BundleHash{"test"}, test::london())
            .value();
    std::vector<std::string> agencies;
    for (const auto& agency : kProcess.profile.at("agencies").as_array())
        agencies.emplace_back(agency.as_string());
    auto read = read_model(model, agencies);
    if (!read) return core::failure(read.error());
    Setting setting;
    setting.workflows = {{&kProcess, &right_to_ask_bundle().at("forms").as_object()}};
    setting.check = [](const std::string& form, const json::value& filled) {
        return kForms.check(form, filled);
    };
    setting.years = 1;
    setting.cases = cases;
    setting.seed = seed;
    return simulate(*read, setting);
}

json::object forecast_of(const json::object& model, std::uint64_t cases = 150) {
    const auto report = simulated(model, 7, cases);
    REQUIRE(report);
    return report->at("forecast").as_object();
}

// The model with so many people in each police group of this role.
json::object with_people(const std::string& role, int people) {
    json::object model = model_as_written();
    for (auto& group : model.at("staff").as_array()) {
        if (group.at("roles").as_array().at(0) == json::value(role))
            group.as_object()["people"] = people;
    }
    return model;
}

std::string problems_of(const json::object& model) {
    const auto report = simulated(model, 1, 1);
    std::string all;
    if (report) return "none";
    for (const auto& problem : report.error())
        all += problem.pointer + ": " + problem.reason + "\n";
    return all;
}

bool tells(const std::string& all, const std::string& part) {
    return all.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("simulation: the same seed gives the same bytes, another seed another year") {
    const auto once = simulated(model_as_written(), 11);
    const auto again = simulated(model_as_written(), 11);
    const auto other = simulated(model_as_written(), 12);

    REQUIRE(once);
    CHECK(json::serialize(*once) == json::serialize(*again));
    CHECK(json::serialize(once->at("forecast")) != json::serialize(other->at("forecast")));
}

TEST_CASE("simulation: every case is received, and none is stuck where no action leads on") {
    const json::object forecast = forecast_of(model_as_written());

    CHECK(forecast.at("received") == 150);
    CHECK(forecast.at("closed").to_number<int>() > 100);
    CHECK(
        forecast.at("closed").to_number<int>() + forecast.at("open_at_the_end").to_number<int>() ==
        150
    );
    CHECK(forecast.at("stuck").as_object().empty());
    CHECK(forecast.at("outcomes").as_object().contains("disclosed_a"));
    CHECK(forecast.at("outcomes").as_object().contains("not_necessary"));
}

TEST_CASE("simulation: too few people make cases late, and the stage that holds them shows it") {
    const auto late = [](const json::object& forecast) {
        return forecast.at("late").at("closed_late").to_number<int>();
    };
    json::object an_hour_a_day = with_people("coordinator", 1);
    an_hour_a_day["shifts"].as_object()["office_hours"].as_object()["to"] = "09:00";
    const json::object enough = forecast_of(model_as_written());
    const json::object few = forecast_of(an_hour_a_day, 500);

    CHECK(late(enough) * 10 < 150);
    CHECK(late(few) * 3 > 500);
    bool is_shown = false;
    for (const auto& stage : few.at("stages").as_array()) {
        const bool is_theirs = stage.at("stage").as_string().ends_with("referred_to_forum") ||
                               stage.at("stage").as_string().ends_with("concluding");
        is_shown =
            is_shown || (is_theirs && stage.at("case_limit_passed_here").to_number<int>() > 50);
    }
    CHECK(is_shown);
}

TEST_CASE("simulation: one decision maker alone brings no outcome that needs two") {
    const json::object alone = forecast_of(with_people("decision_maker", 1));

    CHECK(!alone.at("outcomes").as_object().contains("disclosed_a"));
    CHECK(!alone.at("outcomes").as_object().contains("not_necessary"));
    CHECK(alone.at("outcomes").as_object().contains("ineligible"));
}

TEST_CASE("simulation: everything wrong with a model is told at once, with its place") {
    json::object model = model_as_written();
    model["starts"] = "soon";
    model["arrivals_by_hour"] = json::array{1, 2, -3};
    model["shifts"].as_object()["office_hours"].as_object()["from"] = "25:00";
    model["staff"].as_array()[0].as_object()["shift"] = "never";
    model["actions"].as_object()["record_triage"] = {{"minutes", {30, 10}}, {"minute", 3}};
    model["interruptions"].as_array()[0].as_object()["per_thousand"] = 1001;
    const std::string all = problems_of(model);

    CHECK(tells(all, "/starts: must be an instant"));
    CHECK(tells(all, "/arrivals_by_hour/2: must be a whole number"));
    CHECK(tells(all, "/arrivals_by_hour: must be 24 weights"));
    CHECK(tells(all, "/shifts/office_hours/from: must be a time of day"));
    CHECK(tells(all, "/staff/0/shift: is not one of the shifts"));
    CHECK(tells(all, "/actions/record_triage/minutes: must be [least, most]"));
    CHECK(tells(all, "/actions/record_triage/minute: is not a known key here"));
    CHECK(tells(all, "/interruptions/0/per_thousand: must be a whole number from 0 to 1000"));
}

TEST_CASE("simulation: a form that the workflow would refuse is told before anything runs") {
    json::object model = model_as_written();
    model["actions"].as_object()["record_initial_decision"] = {
        {"forms", {{{"form", {{"decision", "perhaps"}}}}}}};

    CHECK(tells(
        problems_of(model),
        "/actions/record_initial_decision/forms/0: form initial-decision refuses /decision"
    ));
}

TEST_CASE("simulation: work stops for the night, the weekend and the holiday") {
    const core::Calendar calendar{
        .id = "c", .holidays = {std::chrono::local_days(std::chrono::year(2027) / 3 / 26)}};
    const auto at = [](std::string_view text) { return core::parse_rfc3339(text).value(); };
    const Shift office{
        .working_days_only = true, .from = std::chrono::hours(9), .to = std::chrono::hours(17)};
    const WorkingTime time(
        office, calendar, test::london(), {at("2027-03-01T00:00:00Z"), at("2027-05-01T00:00:00Z")}
    );

    // Thursday 16:00 and three hours: one today, Good Friday and the weekend off, the clocks go
    // forward on Sunday, two on Monday by summer time.
    CHECK(
        core::to_rfc3339(time.finish(at("2027-03-25T16:00:00Z"), std::chrono::hours(3))) ==
        "2027-03-29T10:00:00.000Z"
    );
    CHECK(time.is_at_work(at("2027-03-25T16:59:59Z")));
    CHECK(!time.is_at_work(at("2027-03-25T17:00:00Z")));
    CHECK(!time.is_at_work(at("2027-03-26T12:00:00Z")));
    CHECK(time.is_at_work(at("2027-03-29T08:00:00Z")));
}

TEST_CASE("simulation: draws keep to their spans and weights") {
    Draws draws(1);
    std::vector<int> seen(3);
    for (int turn = 0; turn < 3000; ++turn) {
        const auto drawn = draws.within({5, 9});
        CHECK((drawn >= 5 && drawn <= 9));
        ++seen[draws.weighted({1, 0, 2})];
    }
    CHECK(seen[1] == 0);
    CHECK(seen[2] > seen[0]);
    CHECK(!draws.happens(0));
    CHECK(draws.happens(1000));
    CHECK(draws.weighted({0, 0}) == 0);
}
