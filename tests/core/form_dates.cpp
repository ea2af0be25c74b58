// Dates in forms: what took place is not to come, what is planned is not over, whoever lives was
// born; all of it on one local day.
#include "engine/core/cases/form_dates.hpp"

#include <doctest/doctest.h>

#include "tests/support/case_builder.hpp"
#include "tests/support/london_zone.hpp"

using namespace clarion::core;
using clarion::test::at;
using clarion::test::london;

namespace {

const json::object& schema() {
    static const json::object kSchema =
        json::parse(R"({"type": "object", "$defs": {"day": {"type": "string", "x-date": "past"}},
            "properties": {
                "on": {"type": "string", "format": "date", "x-date": "past",
                    "x-messages": {"past": "A contact that took place is not to come"}},
                "next": {"type": "string", "format": "date", "x-date": "coming"},
                "born": {"type": "string", "format": "date", "x-date": "birth"},
                "until": {"type": "string", "format": "date"},
                "seen": {"type": "array", "items": {"type": "object", "properties":
                    {"a/b": {"$ref": "#/$defs/day"}}}}},
            "examples": [{"on": "2027-03-02", "next": "2027-03-19", "until": "2027-03-19",
                "seen": [{"a/b": "2019-06-14"}, {"a/b": "2031-01-01"}]}]})")
            .as_object();
    return kSchema;
}

std::string said_of(const char* form, const char* now) {
    std::string all;
    const auto today = london().to_local(at(now)).day;
    for (const FieldError& error : check_dates(schema(), json::parse(form), today)) {
        all += (all.empty() ? "" : " ") + error.field + ":" + error.code;
    }
    return all.empty() ? "good" : all;
}

}  // namespace

TEST_CASE("form dates: what took place is today or earlier, by the day of the place") {
    CHECK(said_of(R"({"on": "2027-03-01"})", "2027-03-01T10:00:00Z") == "good");
    CHECK(said_of(R"({"on": "2027-03-02"})", "2027-03-01T10:00:00Z") == "/on:past");
    CHECK(said_of(R"({"on": "2031-03-01"})", "2027-03-01T10:00:00Z") == "/on:past");
    // In summer the day begins an hour before it begins in UTC.
    CHECK(said_of(R"({"on": "2027-07-02"})", "2027-07-01T22:59:59Z") == "/on:past");
    CHECK(said_of(R"({"on": "2027-07-02"})", "2027-07-01T23:00:00Z") == "good");
}

TEST_CASE("form dates: what is planned is today or later, and within two years") {
    CHECK(said_of(R"({"next": "2027-03-01"})", "2027-03-01T10:00:00Z") == "good");
    CHECK(said_of(R"({"next": "2027-02-28"})", "2027-03-01T10:00:00Z") == "/next:coming");
    CHECK(said_of(R"({"next": "2029-03-01"})", "2027-03-01T10:00:00Z") == "good");
    CHECK(said_of(R"({"next": "2029-03-02"})", "2027-03-01T10:00:00Z") == "/next:too_far");
    CHECK(said_of(R"({"next": "2030-02-28"})", "2028-02-29T10:00:00Z") == "good");
    CHECK(said_of(R"({"next": "2030-03-01"})", "2028-02-29T10:00:00Z") == "/next:too_far");
}

TEST_CASE("form dates: a date of birth is not to come, and somebody's who can be alive") {
    CHECK(said_of(R"({"born": "2026-11-22"})", "2026-11-22T11:00:00Z") == "good");
    CHECK(said_of(R"({"born": "2026-11-23"})", "2026-11-22T11:00:00Z") == "/born:past");
    CHECK(said_of(R"({"born": "1896-11-22"})", "2026-11-22T11:00:00Z") == "good");
    CHECK(said_of(R"({"born": "1896-11-21"})", "2026-11-22T11:00:00Z") == "/born:too_old");
}

TEST_CASE("form dates: dates in lists and behind references are found, others are left alone") {
    CHECK(said_of(R"({"until": "2099-01-01", "on": 7})", "2027-03-01T10:00:00Z") == "good");
    CHECK(
        said_of(
            R"({"seen": [{"a/b": "2027-03-01"}, {"a/b": "2027-03-02"}]})", "2027-03-01T10:00:00Z"
        ) == "/seen/1/a~1b:past"
    );
}

TEST_CASE("form dates: a form's own words are said, and otherwise the usual ones") {
    const auto today = london().to_local(at("2027-03-01T10:00:00Z")).day;
    const json::value filled{{"on", "2027-03-02"}, {"next", "2027-02-02"}};

    const auto errors = check_dates(schema(), filled, today);

    REQUIRE(errors.size() == 2);
    CHECK(errors[0].message == "A contact that took place is not to come");
    CHECK(errors[1].message == "The date must be today or in the future");
}

TEST_CASE("form dates: an example is good on every day") {
    for (const char* now :
         {"2026-01-01T10:00:00Z", "2027-03-10T10:00:00Z", "2044-02-29T10:00:00Z"}) {
        CAPTURE(now);
        const auto today = london().to_local(at(now)).day;
        const json::object moved = with_examples_of(schema(), today);
        CHECK(check_dates(schema(), moved.at("examples").at(0), today).empty());
        CHECK(moved.at("examples").at(0).at("until") == "2027-03-19");
    }
    const json::object same =
        with_examples_of(schema(), london().to_local(at("2027-03-10T10:00:00Z")).day);
    CHECK(same.at("examples").at(0).at("next") == "2027-03-19");
    CHECK(same.at("examples").at(0).at("seen").at(0).at("a/b") == "2019-06-14");
}
