// The workflows as they lie in the house: clean, and in agreement with the profile. A planted fault
// is caught.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "adapters/files/bundle.hpp"
#include "adapters/files/file_set.hpp"
#include "adapters/files/form_schemas.hpp"
#include "adapters/files/json_text.hpp"
#include "engine/core/statechart/lint.hpp"
#include "engine/core/statechart/reader.hpp"
#include "tests/structure/source_tree.hpp"

namespace {

namespace files = clarion::files;
namespace json = clarion::core::json;
namespace statechart = clarion::core::statechart;
using clarion::structure::joined;

files::FileSet house() {
    const std::filesystem::path root = CLARION_SOURCE_DIR;
    files::FileSet set = files::read_folder(root / "workflows", "workflows/");
    set.merge(files::read_folder(root / "schemas", "schemas/"));
    return set;
}

json::object house_json(const std::string& path) {
    return files::parse_json_object(path, files::file_named(house(), path));
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
    for (const auto& problem :
         statechart::lint(*definition, files::lint_catalogue(house(), "dvds"))) {
        if (problem.severity == statechart::Severity::error) {
            complaints.push_back(problem.pointer + ": " + problem.reason);
        }
    }
    return complaints;
}

std::string guard_text(const json::object& document, const std::string& pointer) {
    return json::serialize(json::value(document).at_pointer(pointer));
}

}  // namespace

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
    const files::FormSchemas forms(house());

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

TEST_CASE("workflows: bundles come out the same from the same files") {
    const auto first = files::make_bundles(house());

    REQUIRE_FALSE(first.empty());
    CHECK(first == files::make_bundles(house()));
}
