// What a profile says of keeping and erasing: groups, periods, holds, and the years of a log.
#include <doctest/doctest.h>

#include "engine/core/cases/retention.hpp"
#include "tests/support/people.hpp"

namespace clarion::test {

namespace json = core::json;

TEST_CASE("retention: the policy says the group, its period, and what is held from the start") {
    const json::object profile = json::parse(R"({"retention": {
        "cooling_days": 7,
        "hold_when": {"==": [{"var": "closure.class"}, "hold"]},
        "groups": [
            {"id": "one", "title": "One", "source": "none", "review_years": 10,
             "when": {"==": [{"var": "closure.class"}, "long"]},
             "keep_until_age": {"years": 100, "of": "request.subject.birth_date"}},
            {"id": "two", "title": "Two", "source": "none", "review_years": 6}]}})")
                                     .as_object();
    std::vector<core::statechart::Problem> problems;
    const auto policy = core::read_retention(profile, problems);
    REQUIRE(problems.empty());
    const auto context = [](const char* text) {
        return core::statechart::Context(json::parse(text).as_object());
    };
    const auto long_one = context(
        R"({"closure": {"class": "long"}, "request": {"subject": {"birth_date": "1988-02-29"}}})"
    );

    CHECK(core::group_of(policy, long_one)->id == "one");
    CHECK(core::group_of(policy, context("{}"))->id == "two");
    CHECK(core::is_held_from_the_start(policy, context(R"({"closure": {"class": "hold"}})")));
    CHECK_FALSE(core::is_held_from_the_start(policy, context("{}")));
    CHECK(core::kept_until(policy.groups[0], long_one) == at("2088-02-29T00:00:00Z"));
    CHECK(core::years_after(at("2024-02-29T10:00:00Z"), 1) == at("2025-02-28T10:00:00Z"));
    CHECK_FALSE(core::kept_until(policy.groups[0], context("{}")).has_value());
}

TEST_CASE("retention: how long a log is kept is a figure of the profile, and nobody's otherwise") {
    std::vector<core::statechart::Problem> problems;
    const auto keeping = [&problems](const char* text) {
        problems.clear();
        return core::read_log_keeping(json::parse(text).as_object(), problems);
    };

    const auto said = keeping(R"({"retention": {"log": {"years": 10, "source": "s",
        "verified_by": "Somebody", "verified_on": "2026-01-02"}}})");
    REQUIRE(said.has_value());
    CHECK(said->years == 10);
    CHECK(said->verified_by == "Somebody");
    CHECK(problems.empty());
    CHECK(keeping(R"({"retention": {"log": {"years": 1, "source": "s", "verified_by": null}}})")
              ->verified_by.empty());
    CHECK_FALSE(keeping(R"({"retention": {}})").has_value());
    for (const char* wrong : {"0", "201", "\"10\"", "null"}) {
        (void
        )keeping((R"({"retention": {"log": {"source": "s", "years": )" + std::string(wrong) + "}}}")
                     .c_str());
        REQUIRE(problems.size() == 1);
        CHECK(problems.front().pointer == "/retention/log/years");
    }
    (void)keeping(R"({"retention": {"log": 10}})");
    CHECK(problems.front().pointer == "/retention/log");
}

TEST_CASE("retention: a policy of the wrong shape is told with its place") {
    const auto problem = [](const char* text) {
        std::vector<core::statechart::Problem> problems;
        (void)core::read_retention(json::parse(text).as_object(), problems);
        return problems.empty() ? std::string("none") : problems.front().pointer;
    };

    CHECK(
        problem(R"({"retention": {"cooling_days": 0, "groups": []}})") == "/retention/cooling_days"
    );
    CHECK(problem(R"({"retention": {"cooling_days": 7, "groups": []}})") == "/retention/groups");
    CHECK(problem(R"({"retention": {"cooling_days": 7, "groups": [{"id": "a", "title": "A",
        "source": "s", "review_years": -1}]}})") == "/retention/groups/0/review_years");
    CHECK(problem(R"({"retention": {"cooling_days": 7, "groups": [{"id": "\u00e9", "title": "A",
        "source": "s", "review_years": 1}]}})") == "/retention/groups/0/id");
    CHECK(
        problem(R"({"retention": {"cooling_days": 7, "groups": [{"id": "a", "title": "A",
        "source": "s", "review_years": 1, "when": {"==": [1, 1]}}]}})") ==
        "/retention/groups/0/when"
    );
}

}  // namespace clarion::test
