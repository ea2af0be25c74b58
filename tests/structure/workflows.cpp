// The workflows as they lie in the house: clean, and in agreement with the profile. A planted fault
// is caught.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <set>

#include "adapters/files/bundle.hpp"
#include "adapters/files/file_set.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/files/json_text.hpp"
#include "engine/core/statechart/lint.hpp"
#include "engine/core/statechart/reader.hpp"
#include "tests/structure/source_tree.hpp"
#include "tests/support/house_files.hpp"

namespace {

namespace files = clarion::files;
namespace json = clarion::core::json;
namespace statechart = clarion::core::statechart;
using clarion::structure::joined;

json::object house_json(const std::string& path) {
    return files::parse_json_object(path, files::file_named(clarion::test::house_files(), path));
}

json::object right_to_ask() {
    return house_json("workflows/dvds/right-to-ask.v1.json");
}

json::array systems() {
    return house_json("workflows/catalogue/systems.json").at("systems").as_array();
}

std::vector<std::string> errors_of(const json::object& document) {
    std::vector<std::string> complaints;
    const auto definition = statechart::read_definition(document, statechart::Dialect::published);
    if (!definition) {
        for (const auto& problem : definition.error())
            complaints.push_back(problem.pointer + ": " + problem.reason);
        return complaints;
    }
    for (const auto& problem : statechart::lint(
             *definition, files::lint_catalogue(clarion::test::house_files(), "dvds")
         )) {
        if (problem.severity == statechart::Severity::error) {
            complaints.push_back(problem.pointer + ": " + problem.reason);
        }
    }
    return complaints;
}

std::string guard_text(const json::object& document, const std::string& pointer) {
    return json::serialize(json::value(document).at_pointer(pointer));
}

// Names of all dates under a form's schema that say nothing of past or to come, as form/field.
void collect_open_dates(
    const json::value& schema, const std::string& place, std::set<std::string>& open
) {
    if (const auto* list = schema.if_array()) {
        for (const json::value& each : *list)
            collect_open_dates(each, place, open);
    }
    const auto* object = schema.if_object();
    if (object == nullptr) return;
    const auto* format = object->if_contains("format");
    if (format != nullptr && *format == json::value("date") && !object->contains("x-date"))
        open.insert(place);
    const std::string form = place.substr(0, place.find('/'));
    for (const auto& [name, property] : *object) {
        const bool is_named = property.is_object() && name != "properties" && name != "items";
        collect_open_dates(property, is_named ? form + "/" + std::string(name) : place, open);
    }
}

}  // namespace

TEST_CASE("workflows: each date of a form is held to past or to come, or stands here as free") {
    const files::FormSchemas forms(clarion::test::house_files());
    std::set<std::string> open;
    for (const std::string& name : forms.names())
        collect_open_dates(json::value(forms.schema(name)), name, open);
    // An order, a document and a plan are told of when they are over, too.
    CHECK(
        open ==
        std::set<std::string>{
            "full-checks/ends_on",
            "identity/expires_on",
            "order-application/until",
            "outside-enquiry/answer_by",
            "safety-plan/by"}
    );
}

TEST_CASE("workflows: the Right to Ask lints clean") {
    const auto complaints = errors_of(right_to_ask());

    CHECK_MESSAGE(complaints.empty(), joined(complaints));
}

TEST_CASE("workflows: a planted fault is caught with its place") {
    const std::string pointer = "/states/process/states/live/states/open/states/initial_checks";
    const auto planted = [&](const std::string& inside, const json::value& value) {
        json::value document = right_to_ask();
        const std::string place = pointer + inside;
        const auto last = place.rfind('/');
        json::value& around = document.at_pointer(place.substr(0, last));
        const std::string key = place.substr(last + 1);
        if (around.is_object()) {
            around.get_object()[key] = value;
        } else {
            around.as_array().at(std::stoul(key)) = value;
        }
        return errors_of(document.as_object());
    };

    SUBCASE("a target that is not there") {
        CHECK(planted("/on/finish_initial_checks/0/target", "nowhere").size() == 1);
    }
    SUBCASE("a role that nobody has") {
        CHECK_FALSE(planted("/on/finish_initial_checks/0/meta/roles/0", "astrologer").empty());
    }
    SUBCASE("a form that is not there") {
        CHECK_FALSE(planted("/on/finish_initial_checks/0/meta/form", "horoscope").empty());
    }
    SUBCASE("a key that is not ours") {
        CHECK_FALSE(planted("/invoke", json::object{}).empty());
    }
}

TEST_CASE(
    "workflows: a search is mandatory where the catalogue says so, and the guards ask the profile"
) {
    const json::object document = right_to_ask();
    const json::object sets = house_json("workflows/dvds/profile.json")
                                  .at("policy")
                                  .as_object()
                                  .at("systems")
                                  .as_object();
    const std::vector<std::array<std::string, 3>> steps{
        {"initial_checks", "initial", "initial_checks/on/finish_initial_checks"},
        {"full_checks", "full", "full_checks/states/searching/on/complete_full_checks"},
        {"before_delivery",
         "refresh",
         "disclosure_delivery/states/refreshing/on/confirm_fresh_searches"},
    };

    for (const auto& [step, set, place] : steps) {
        json::array mandatory;
        for (const auto& system : systems()) {
            const auto& of = system.as_object().at("mandatory_for_step").as_array();
            if (std::find(of.begin(), of.end(), json::value(step)) != of.end()) {
                mandatory.push_back(system.as_object().at("id"));
            }
        }
        CHECK(json::serialize(sets.at(set)) == json::serialize(mandatory));
        const std::string guard =
            guard_text(document, "/states/process/states/live/states/open/states/" + place);
        CHECK(guard.find("\"of\":\"profile.policy.systems." + set + "\"") != std::string::npos);
    }
}

TEST_CASE(
    "workflows: the check's form names the catalogue's systems, and keeps restricted ones bare"
) {
    const json::object form = house_json("schemas/forms/check-result.schema.json");
    json::array all;
    std::vector<std::string> restricted;
    for (const auto& system : systems()) {
        all.push_back(system.as_object().at("id"));
        if (system.as_object().at("restricted").as_bool())
            restricted.emplace_back(system.as_object().at("id").as_string());
    }
    const files::FormSchemas forms(clarion::test::house_files());

    CHECK(
        json::serialize(json::value(form).at_pointer("/properties/system/enum")) ==
        json::serialize(all)
    );
    REQUIRE_FALSE(restricted.empty());
    for (const std::string& system : restricted) {
        json::object hit{
            {"system", system},
            {"outcome", "searched_found"},
            {"terms", "Sam Sample"},
            {"identity_confidence", "exact"},
            {"contact_manager", "Unit desk"}};
        CHECK(forms.check("check-result", hit).empty());
        hit["note"] = "What the entry says";
        CHECK_FALSE(forms.check("check-result", hit).empty());
    }
}

TEST_CASE("workflows: forms name exactly what the catalogues name") {
    const auto ids_of = [](const std::string& catalogue, const char* list) {
        json::array ids;
        const json::object document = house_json("workflows/catalogue/" + catalogue + ".json");
        for (const auto& entry : document.at(list).as_array())
            ids.push_back(entry.as_object().at("id"));
        return json::serialize(ids);
    };
    const auto at = [](const std::string& form, const char* pointer) {
        return json::serialize(
            json::value(house_json("schemas/forms/" + form + ".schema.json")).at_pointer(pointer)
        );
    };
    const std::string groups = ids_of("offence-groups", "groups");
    const std::string agencies = ids_of("agencies", "agencies");

    CHECK(
        at("full-checks", "/properties/orders/items/properties/kind/enum") ==
        ids_of("orders", "orders")
    );
    CHECK(at("full-checks", "/properties/items/items/properties/offence_group/enum") == groups);
    CHECK(at("risk", "/properties/grounds/items/enum") == groups);
    CHECK(at("forum-referral", "/properties/agencies/items/enum") == agencies);
    CHECK(at("forum-meeting", "/properties/attended/items/enum") == agencies);
    CHECK(at("agency-answer", "/properties/agency/enum") == agencies);
}

TEST_CASE("workflows: each instrument's form asks its questions, and no rule reads their answers") {
    for (const auto& [path, text] : clarion::test::house_files()) {
        if (!path.starts_with("workflows/instruments/")) continue;
        const json::object instrument = files::parse_json_object(path, text);
        std::string form(instrument.at("id").as_string());
        std::replace(form.begin(), form.end(), '_', '-');
        const json::value schema(house_json("schemas/forms/" + form + ".schema.json"));
        const json::object& asked = schema.at_pointer("/properties/answers/properties").as_object();
        const json::array& questions = instrument.at("questions").as_array();
        REQUIRE(asked.size() == questions.size());
        for (const auto& question : questions) {
            const json::object& field = asked.at(question.at("id").as_string()).as_object();
            CHECK(field.at("title") == question.at("asks"));
            CHECK(field.at("enum") == instrument.at("answers"));
        }
    }
    const std::string written = json::serialize(right_to_ask());
    CHECK(written.find("\"as\":\"risk_instruments\"") != std::string::npos);
    for (const char* read :
         {"\"var\":\"risk_instruments",
          "\"var\":\"event.answers",
          "\"var\":\"context.risk_instruments",
          "\"answers\":\"risk_"}) {
        CHECK_MESSAGE(written.find(read) == std::string::npos, read);
    }
}

TEST_CASE("workflows: the agencies that must be asked are those the catalogue calls mandatory") {
    json::array mandatory;
    const json::object catalogue = house_json("workflows/catalogue/agencies.json");
    for (const auto& agency : catalogue.at("agencies").as_array()) {
        const json::object& entry = agency.as_object();
        if (entry.at("mandatory").as_bool()) mandatory.push_back(entry.at("id"));
        // An agency's own limit is one that a timer of the gathering counts.
        const std::string pointer =
            "/states/process/states/live/states/open/states/multi_agency_review/states/gathering/"
            "after/" +
            std::string(entry.at("answer_within").as_string());
        CHECK_NOTHROW(json::value(right_to_ask()).at_pointer(pointer));
    }
    const json::value profile(house_json("workflows/dvds/profile.json"));
    CHECK(profile.at_pointer("/policy/agencies/mandatory") == json::value(mandatory));
}

TEST_CASE("workflows: bundles come out the same from the same files") {
    const auto first = files::make_bundles(clarion::test::house_files());

    REQUIRE_FALSE(first.empty());
    CHECK(first == files::make_bundles(clarion::test::house_files()));
}
