#include "engine/core/cases/carry.hpp"

#include <doctest/doctest.h>

namespace {

namespace json = clarion::core::json;
using clarion::core::carry;
using clarion::core::statechart::Context;

const Context kCase(json::object{
    {"request", {{"applicant", {{"name", "Ann"}, {"home", "Far"}}}, {"other", nullptr}}},
    {"contact_plan", {{"message", "no"}}},
    {"triage", {{"grade", "high"}, {"note", "x"}}}});

json::object params(const char* text) {
    return json::parse(text).as_object();
}

}  // namespace

TEST_CASE("carry: without a word the request and the contact plan go over as they are") {
    const auto carried = carry(kCase, {});

    CHECK(carried.form.at("applicant").at("name") == "Ann");
    CHECK(carried.context == json::object{{"contact_plan", {{"message", "no"}}}});
}

TEST_CASE("carry: who is kept from the one case is kept from the other, unasked") {
    const Context walled(json::object{
        {"request", {{"applicant", {{"name", "Ann"}}}}},
        {"staff_conflicts", json::array{json::object{{"by", {{"person", "otis"}}}}}},
        {"conflicts", json::array{json::object{{"by", {{"person", "hal"}}}}}},
        {"seal", {{"readers", json::array{"rhys"}}}},
        {"earlier_seals", json::array{}}});

    const auto carried = carry(walled, params(R"({"carry": ["request"]})"));

    CHECK(carried.context.size() == 3);
    CHECK(carried.context.at("conflicts") == *walled.find("conflicts"));
    CHECK(carried.context.at("staff_conflicts") == *walled.find("staff_conflicts"));
    CHECK(carried.context.at("seal") == *walled.find("seal"));
    const Context unsealed(json::object{{"seal", nullptr}, {"conflicts", json::array{}}});
    CHECK(carry(unsealed, params(R"({"carry": []})")).context.empty());
}

TEST_CASE("carry: paths go to the same place, and what is not there is not made up") {
    const auto carried = carry(kCase, params(R"({"carry": ["triage.grade", "forum.agencies"]})"));

    CHECK(carried.form.empty());
    CHECK(carried.context == json::object{{"triage", {{"grade", "high"}}}});
}

TEST_CASE("carry: a form is filled by the first that is there, and by so much of it") {
    const auto carried = carry(kCase, params(R"({"carry": ["request"], "form": [
        {"to": "who", "from": ["request.other", "request.applicant"], "only": ["name", "age"]},
        {"to": "deep.source", "value": "withdrawn"},
        {"to": "nothing", "from": ["request.third"]}]})"));

    CHECK(
        carried.form ==
        json::object{{"who", {{"name", "Ann"}}}, {"deep", {{"source", "withdrawn"}}}}
    );
    CHECK(carried.context.empty());
}

TEST_CASE("carry: one form's words are put in the other's, and an unknown one changes nothing") {
    const auto form_with = [](const char* word) {
        return json::serialize(carry(
                                   kCase,
                                   params((R"({"form": [{"to": "who", "value": "not_known"},
                    {"to": "who", "from": ["request.applicant.name"], "words": {")" +
                                           std::string(word) + R"(": "known"}}]})")
                                              .c_str())
        )
                                   .form);
    };
    CHECK(form_with("Ann") == R"({"who":"known"})");
    CHECK(form_with("Bea") == R"({"who":"not_known"})");
}
