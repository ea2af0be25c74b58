// What the roads rest on and no script shows: the catalogue of referrals and what the force offers
// of it, the questions of a decision, and that a no is told with the care of a yes.
#include <doctest/doctest.h>

#include <algorithm>
#include <set>
#include <string>

#include "adapters/files/file_set.hpp"
#include "adapters/files/json_text.hpp"

namespace clarion::scenarios {

namespace {

namespace json = core::json;
using Names = std::set<std::string>;

json::object document(const std::string& path) {
    const std::filesystem::path root = CLARION_SOURCE_DIR;
    return files::parse_json_object(path, files::read_file(root / path));
}

json::object form(const std::string& name) {
    return document("schemas/forms/" + name + ".schema.json");
}

Names texts_of(const json::value& list) {
    Names names;
    for (const json::value& entry : list.as_array())
        names.emplace(entry.as_string());
    return names;
}

Names keys_of(const json::value& object) {
    Names names;
    for (const auto& member : object.as_object())
        names.emplace(member.key());
    return names;
}

// What a form asks for when the field says one of the values.
Names required_when(
    const json::object& schema, const std::string& field, const std::string& value
) {
    Names names = texts_of(schema.at("required"));
    for (const json::value& rule : schema.at("allOf").as_array()) {
        const json::value* tested = rule.at("if").at("properties").as_object().if_contains(field);
        if (tested == nullptr) continue;
        const json::object& test = tested->as_object();
        const bool applies = test.contains("const") ? test.at("const") == json::value(value)
                                                    : texts_of(test.at("enum")).contains(value);
        if (applies) names.merge(texts_of(rule.at("then").at("required")));
    }
    return names;
}

std::string day_or(const json::object& entry, std::string_view key, std::string otherwise) {
    const json::value* day = entry.if_contains(key);
    return day == nullptr || day->is_null() ? otherwise : std::string(day->as_string());
}

}  // namespace

TEST_CASE("referrals: forms, catalogue and profile speak of the same places, areas and dates") {
    const json::object catalogue = document("workflows/catalogue/referrals.json");
    const json::object profile = document("workflows/dvds/profile.json");
    const json::object areas = document("workflows/catalogue/areas.json");
    Names known_areas;
    for (const json::value& area : areas.at("areas").as_array())
        known_areas.emplace(area.at("id").as_string());
    Names ids;
    for (const json::value& entry : catalogue.at("referrals").as_array()) {
        const json::object& referral = entry.as_object();
        const std::string id(referral.at("id").as_string());
        CAPTURE(id);
        CHECK(ids.insert(id).second);
        CHECK(day_or(referral, "valid_from", "0") <= day_or(referral, "valid_until", "9"));
        if (const json::array* listed = referral.at("areas").if_array()) {
            for (const json::value& area : *listed)
                CHECK(known_areas.contains(std::string(area.as_string())));
        }
        const json::value* offered = profile.at("referrals").as_object().if_contains(id);
        if (offered == nullptr) continue;
        CHECK(offered->at("consent") == referral.at("consent"));
        CHECK(
            day_or(offered->as_object(), "valid_from", "9") >= day_or(referral, "valid_from", "0")
        );
    }

    for (const std::string& id : keys_of(profile.at("referrals")))
        CHECK_MESSAGE(ids.contains(id), id);
    CHECK(texts_of(form("referral").at("properties").at("to").at("enum")) == ids);
    const json::object follow_up = form("follow-up");
    const json::value& listed = follow_up.at("properties").at("referrals").at("items");
    CHECK(texts_of(listed.at("properties").at("to").at("enum")) == ids);
}

TEST_CASE("decision: seven questions in their order, and an answer of its own for each test") {
    const json::object decision = form("decision");
    std::string numbered;
    for (const auto& field : decision.at("properties").as_object()) {
        const std::string title(field.value().at("title").as_string());
        if (title.size() > 2 && title[1] == '.') numbered += title[0];
    }

    CHECK(numbered == "1234567");
    const Names required = texts_of(decision.at("required"));
    for (const char* test :
         {"lawful",
          "pressing_need",
          "necessary",
          "proportionate",
          "accurate",
          "risk_of_telling",
          "data_protection",
          "equality"}) {
        CAPTURE(test);
        CHECK(required.contains(test));
        CHECK(required.contains(std::string(test) + "_met"));
    }
    CHECK(required.contains("evidence"));
}

TEST_CASE("no disclosure: told with the same care as a disclosure") {
    const Names yes = required_when(form("disclosure-delivery"), "code", "disclosed_a");
    const Names no = required_when(form("no-disclosure-told"), "told", "in_person");
    // What belongs to words about somebody else alone.
    const Names only_of_a_disclosure{
        "code",
        "checks_refreshed",
        "in_person",
        "subject_confirmed_with_recipient",
        "undertaking",
        "words_said"};

    for (const std::string& field : yes) {
        if (only_of_a_disclosure.contains(field)) continue;
        CHECK_MESSAGE(no.contains(field), field);
    }
    CHECK(yes.size() > only_of_a_disclosure.size());
}

TEST_CASE("decision authority: the profile says who for every risk and every kind of content") {
    const json::object profile = document("workflows/dvds/profile.json");
    const json::object risk = form("risk");
    const json::object decision = form("decision");
    const Names grades = texts_of(risk.at("properties").at("grade").at("enum"));
    const Names contents = texts_of(decision.at("properties").at("content_class").at("enum"));

    for (const char* route : {"right_to_ask", "right_to_know"}) {
        const json::value& authority = profile.at("decision_authority").at(route);
        for (const auto& grade : grades) {
            for (const auto& content : contents) {
                CAPTURE(route);
                CAPTURE(grade);
                CAPTURE(content);
                CHECK(keys_of(authority.at(grade).at(content)) == Names{"approves", "proposes"});
            }
        }
    }
}

}  // namespace clarion::scenarios
