// Detection: what meets a rule, how often it is told, and what a day forgets.
#include <doctest/doctest.h>

#include "engine/core/access/detection.hpp"
#include "tests/support/london_zone.hpp"
#include "tests/support/people.hpp"

using namespace clarion::core;

namespace {

DetectionRules rules_of(const char* text) {
    std::vector<statechart::Problem> problems;
    auto rules = read_detection(json::parse(text).as_object(), "/watch", problems);
    REQUIRE(problems.empty());
    return rules;
}

Observation look(const char* when, const char* subject, const char* type = "open_case") {
    Observation seen;
    seen.at = clarion::test::at(when);
    seen.local = clarion::test::london().to_local(seen.at);
    seen.actor = "ann";
    seen.subject = subject;
    seen.cls = "consultation";
    seen.type = type;
    seen.why = "duty";
    seen.outcome = "ok";
    seen.request = when;
    return seen;
}

}  // namespace

TEST_CASE("detection: more distinct cases than the rule allows, counted for each day alone") {
    Detector detector(rules_of(R"({"rules": [{"id": "many", "counts": "subjects", "above": 2,
        "per": "day", "where": {"types": ["open_case"], "whys": ["duty"]}}]})"));

    CHECK(detector.observe(look("2027-03-01T09:00:00Z", "a")).empty());
    CHECK(detector.observe(look("2027-03-01T09:01:00Z", "b")).empty());
    CHECK(detector.observe(look("2027-03-01T09:02:00Z", "b")).empty());
    CHECK(detector.observe(look("2027-03-01T09:03:00Z", "c", "list_cases")).empty());
    const auto met = detector.observe(look("2027-03-01T09:04:00Z", "d"));
    REQUIRE(met.size() == 1);
    CHECK(met.front().rule == "many");
    CHECK(met.front().count == 3);
    CHECK(detector.observe(look("2027-03-01T09:05:00Z", "e")).front().once == met.front().once);
    CHECK(detector.observe(look("2027-03-02T09:00:00Z", "d")).empty());
}

TEST_CASE("detection: found by a search a short while ago, at night, and on a mark") {
    Detector detector(rules_of(R"({"hours": {"from": "06:00", "until": "22:00"},
        "search_minutes": 15, "rules": [
        {"id": "found", "counts": "entries", "above": 0, "per": "case",
         "where": {"marks": ["after_search"]}},
        {"id": "night", "counts": "entries", "above": 0, "per": "case",
         "where": {"marks": ["out_of_hours"]}},
        {"id": "canary", "counts": "entries", "above": 0, "per": "view",
         "where": {"types": ["open_case"], "marks": ["canary"]}}]})"));

    CHECK(detector.observe(look("2027-03-01T09:00:00Z", "a", "search_cases")).empty());
    CHECK(detector.observe(look("2027-03-01T09:10:00Z", "b")).empty());
    CHECK(detector.observe(look("2027-03-01T09:14:00Z", "a")).front().rule == "found");
    CHECK(detector.observe(look("2027-03-01T09:16:00Z", "a")).empty());
    CHECK(detector.observe(look("2027-03-01T22:00:00Z", "c")).front().rule == "night");
    Observation canary = look("2027-03-01T10:00:00Z", "z");
    canary.marks = {"canary"};
    const auto first = detector.observe(canary);
    canary.request = "another";
    const auto second = detector.observe(canary);
    REQUIRE(first.size() == 1);
    REQUIRE(second.size() == 1);
    CHECK(first.front().once != second.front().once);
}

TEST_CASE("detection: a look is whatever is read of one case, and a mention in a list is none") {
    Detector detector(rules_of(R"({"rules": [
        {"id": "looks", "counts": "entries", "above": 0, "per": "view", "where": {"marks": ["look"]}},
        {"id": "acts", "counts": "entries", "above": 0, "per": "view", "where": {"marks": ["touch"]}}]})"
    ));
    const auto met = [&](Observation seen) { return detector.observe(std::move(seen)).size(); };
    const char* at = "2027-03-01T09:00:00Z";

    for (const char* type :
         {"open_case",
          "list_actions",
          "read_clock",
          "list_case_agencies",
          "preview_papers",
          "whatever_comes_next"})
        CHECK(met(look(at, "a", type)) == 2);
    for (const char* type :
         {"list_cases",
          "search_cases",
          "see_link",
          "see_related",
          "see_alert",
          "list_retention",
          "list_agency_requests"})
        CHECK(met(look(at, "a", type)) == 0);
    CHECK(met(look(at, "", "read_report")) == 0);
    Observation act = look(at, "a", "add_note");
    act.cls = "alteration";
    CHECK(met(act) == 1);
    act.cls = "security";
    CHECK(met(act) == 0);
    act.outcome = "denied";
    CHECK(met(act) == 2);
}

TEST_CASE("detection: what was theirs and is given back the same day was not theirs") {
    Detector detector(rules_of(R"({"gives_back": ["release_case"], "rules": [
        {"id": "many", "counts": "subjects", "above": 1, "per": "day",
         "where": {"marks": ["look"], "whys": ["duty"]}},
        {"id": "all", "counts": "entries", "above": 5, "per": "day", "where": {"marks": ["look"]}}]})"
    ));
    const auto theirs = [&](const char* subject, const char* type, const char* cls) {
        Observation seen = look("2027-03-01T09:00:00Z", subject, type);
        seen.cls = cls;
        seen.why = "assigned";
        return detector.observe(std::move(seen));
    };

    for (const char* subject : {"a", "b", "c"})
        CHECK(theirs(subject, "open_case", "consultation").empty());
    CHECK(theirs("a", "release_case", "alteration").empty());
    CHECK(theirs("a", "release_case", "alteration").empty());
    const auto met = theirs("b", "release_case", "alteration");
    REQUIRE(met.size() == 1);
    CHECK(met.front().rule == "many");
    CHECK(met.front().count == 2);
    CHECK(theirs("d", "release_case", "alteration").empty());
}

TEST_CASE("detection: rules that cannot be meant are complained about with their place") {
    for (const char* text :
         {R"({})",
          R"({"rules": [{"counts": "entries", "per": "day", "where": {}}]})",
          R"({"rules": [{"id": "x", "counts": "people", "per": "day", "where": {}}]})",
          R"({"rules": [{"id": "x", "counts": "entries", "per": "week", "where": {}}]})",
          R"({"rules": [{"id": "x", "counts": "entries", "per": "day"}]})",
          R"({"rules": [{"id": "x", "counts": "entries", "per": "day",
               "where": {"marks": ["moon"]}}]})",
          R"({"hours": {"from": "6"}, "rules": []})",
          R"({"rules": [{"id": "x", "counts": "entries", "per": "day", "where": {}},
                        {"id": "x", "counts": "entries", "per": "day", "where": {}}]})"}) {
        CAPTURE(text);
        std::vector<statechart::Problem> problems;
        static_cast<void>(read_detection(json::parse(text).as_object(), "/watch", problems));
        REQUIRE(problems.size() == 1);
        CHECK(problems.front().pointer.starts_with("/watch/"));
    }
}
