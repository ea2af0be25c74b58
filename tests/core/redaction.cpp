// What is covered of a case's record: identities, and the words of a disclosure.
#include <doctest/doctest.h>

#include "engine/core/access/redaction.hpp"

using namespace clarion::core;

namespace {

const json::object kRequest = json::parse(R"({
    "$defs": {"who": {"type": "object", "properties": {
        "name": {"type": "string", "x-class": "existence", "x-covered": "identity"},
        "other_names": {"type": "array", "items": {"type": "string"}, "x-covered": "identity"},
        "home": {"type": "string", "x-class": "safety"}}}},
    "properties": {
        "asking_about": {"type": "string", "enum": ["me", "other"], "x-class": "existence"},
        "applicant": {"$ref": "#/$defs/who"},
        "subject": {"type": "object", "properties": {
            "name": {"type": "string", "x-class": "police"}}}}})")
                                  .as_object();
const json::object kPlan = json::parse(R"({"properties": {
    "wording": {"type": "string", "x-class": "police", "x-covered": "disclosure_words"},
    "recipient_name": {"type": "string", "x-covered": "identity"},
    "place": {"type": "string", "x-class": "safety"}}})")
                               .as_object();

CoveredFields both() {
    CoveredFields fields;
    fields.add_form(kRequest);
    fields.add_form(kPlan);
    return fields;
}

const json::value kAsked = json::parse(R"({"asking_about": "me",
    "applicant": {"name": "Alex Sample", "other_names": ["Al"], "home": "1 Example Street"},
    "subject": {"name": "Sam Sample"}})");

std::string dots() {
    return std::string(kCoveredText);
}

}  // namespace

TEST_CASE("redaction: who asked is covered, whom they asked about and codes are not") {
    const json::value shown = both().covered(kAsked, "request", {});

    CHECK(shown.at("applicant").at("name") == json::value(dots()));
    CHECK(shown.at("applicant").at("other_names") == json::value(json::array{dots()}));
    CHECK(shown.at("applicant").at("home") == json::value("1 Example Street"));
    CHECK(shown.at("subject").at("name") == json::value("Sam Sample"));
    CHECK(shown.at("asking_about") == json::value("me"));
}

TEST_CASE("redaction: a copy is covered wherever the workflow put it") {
    const json::value copies = json::object{
        {"merged", json::array{json::object{{"form", kAsked}}}},
        {"disclosure",
         {{"plan",
           {{"wording", "He has hurt a partner."},
            {"recipient_name", "Alex Sample"},
            {"place", "A quiet room"}}}}}};

    const std::string text = json::serialize(both().covered(copies, "record", {}));

    CHECK(text.find("Alex") == std::string::npos);
    CHECK(text.find("hurt") == std::string::npos);
    CHECK(text.find("A quiet room") != std::string::npos);
    CHECK(text.find("Sam Sample") != std::string::npos);
}

TEST_CASE("redaction: each part is uncovered by itself") {
    const json::value plan{{"wording", "He has hurt a partner."}, {"recipient_name", "Alex"}};

    const json::value words = both().covered(plan, "plan", {.identities = true, .words = false});
    CHECK(words.at("wording") == plan.at("wording"));
    CHECK(words.at("recipient_name") == json::value(dots()));
    CHECK(both().covered(plan, "plan", {.identities = false, .words = false}) == plan);
    CHECK(both().covered("Alex", "recipient_name", {}) == json::value(dots()));
}

TEST_CASE("redaction: what stands there says nothing of how long the name is") {
    const auto shown = [](const char* name) {
        return both().covered(json::value(name), "recipient_name", {});
    };
    CHECK(shown("Al") == shown("A very long name indeed"));
}

TEST_CASE("redaction: a part that stands in a paper under its whole path is covered like any other"
) {
    const json::value paper{{"told", {{"request.applicant", kAsked.at("applicant")}}}};

    const json::value shown = both().covered(paper, "forum.packs", {});

    const json::value& applicant = shown.at("told").at("request.applicant");
    CHECK(applicant.at("name") == json::value(dots()));
    CHECK(applicant.at("other_names") == json::value(json::array{dots()}));
}

TEST_CASE("redaction: of the applicant and the person at risk, what no form knows is covered") {
    const json::value copy = json::parse(R"({"form": {
        "applicant": {"telephone": "07700 900 982", "age": 34, "asks": true, "home": "A street",
                      "kin": [{"nickname": "Bo"}], "also_called": ["Al"]},
        "person_at_risk": {"nickname": "Bo"},
        "subject": {"nickname": "Sammy"}}})");

    const json::value shown = both().covered(copy, "merged", {}).at("form");

    const json::value& applicant = shown.at("applicant");
    CHECK(applicant.at("telephone") == json::value(dots()));
    CHECK(applicant.at("age") == json::value(dots()));
    CHECK(applicant.at("asks") == json::value(true));
    CHECK(applicant.at("home") == json::value("A street"));
    CHECK(applicant.at("kin").at(0).at("nickname") == json::value(dots()));
    CHECK(applicant.at("also_called") == json::value(json::array{dots()}));
    CHECK(shown.at("person_at_risk").at("nickname") == json::value(dots()));
    CHECK(shown.at("subject").at("nickname") == json::value("Sammy"));
    const json::value open = both().covered(copy, "merged", {.identities = false, .words = true});
    CHECK(open == copy);
}

TEST_CASE("redaction: numbers and whole objects are covered as texts are") {
    CoveredFields fields;
    fields.add_form(json::parse(R"({"properties": {"who": {"type": "object", "properties": {
        "badge": {"type": "integer", "x-covered": "identity"},
        "place": {"type": "object", "x-covered": "identity", "properties": {
            "street": {"type": "string"}, "floors": {"type": "integer"}}}}}}})")
                        .as_object());

    const json::value shown = fields.covered(
        json::parse(R"({"badge": 4711, "place": {"street": "Sample Street", "floors": 3}})"),
        "who",
        {}
    );

    CHECK(shown.at("badge") == json::value(dots()));
    CHECK(shown.at("place") == json::value(json::object{{"street", dots()}, {"floors", dots()}}));
}

TEST_CASE("redaction: where the workflow records a form, that form says, and copies keep the rule"
) {
    const json::object forms = json::parse(R"({
        "decision": {"properties": {"what": {"type": "string", "x-covered": "disclosure_words"},
            "evidence": {"type": "array", "items": {"type": "object", "properties": {
                "what": {"type": "string"}}}}}},
        "danger": {"properties": {"what": {"type": "string"}}},
        "request": {"properties": {"what": {"type": "string"}}}})")
                                   .as_object();
    CoveredFields fields;
    for (const auto& form : forms)
        fields.add_form(form.value().as_object());
    fields.add_records(
        json::parse(R"({"meta": {"opening": {"form": "request"}}, "states": {"one": {"on": {
            "decide": {"actions": [{"type": "record", "params": {"as": "decision.proposal"}}],
                       "meta": {"form": "decision"}},
            "warn": [{"actions": [{"type": "if", "params": {"branches": [
                {"actions": [{"type": "record", "params": {"as": "danger.reports"}}]}]}}],
                      "meta": {"form": "danger"}}]}}}})")
            .as_object(),
        forms
    );
    const json::value said{{"what", "Words"}};

    CHECK(fields.covers("decision.proposal.what", {}));
    CHECK_FALSE(fields.covers("decision.proposal.evidence.what", {}));
    CHECK(fields.covers("elsewhere.copy.what", {}));
    CHECK_FALSE(fields.covers("danger.reports.what", {}));
    CHECK_FALSE(fields.covers("request.what", {}));
    CHECK(
        fields.covered(json::value{{"reports", {said}}}, "danger", {}).at("reports").at(0) == said
    );
    CHECK(fields.covered(said, "decision.proposal", {}).at("what") == json::value(dots()));
    const json::value told{{"told", {{"danger.reports", {said}}, {"decision.proposal", said}}}};
    const json::value paper = fields.covered(told, "forum.packs.paper", {}).at("told");
    CHECK(paper.at("danger.reports").at(0) == said);
    CHECK(paper.at("decision.proposal").at("what") == json::value(dots()));
}
