// The workflows as they lie in the house: clean, and in agreement with the profile. A planted fault
// is caught.
#include <doctest/doctest.h>

#include <algorithm>

#include "adapters/files/bundle.hpp"
#include "adapters/files/file_set.hpp"
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

json::object right_to_ask() {
    constexpr std::string_view kPath = "workflows/dvds/right-to-ask.v1.json";
    return files::parse_json_object(kPath, files::file_named(house(), kPath));
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
        CHECK(planted("/on/finish_initial_checks/target", "nowhere").size() == 1);
    }
    SUBCASE("a role that nobody has") {
        CHECK_FALSE(planted("/on/finish_initial_checks/meta/roles/0", "astrologer").empty());
    }
    SUBCASE("a form that is not there") {
        CHECK_FALSE(planted("/on/finish_initial_checks/meta/form", "horoscope").empty());
    }
    SUBCASE("a key that is not ours") {
        CHECK_FALSE(planted("/invoke", json::object{}).empty());
    }
}

TEST_CASE("workflows: the guards ask for exactly the systems the profile calls mandatory") {
    const json::object document = right_to_ask();
    const json::object profile = files::parse_json_object(
        "profile", files::file_named(house(), "workflows/dvds/profile.json")
    );
    const std::string open = "/states/process/states/live/states/open/states/";
    const std::string initial =
        guard_text(document, open + "initial_checks/on/finish_initial_checks");
    const std::string full =
        guard_text(document, open + "full_checks/states/searching/on/complete_full_checks");
    const json::object& mandatory = profile.at("mandatory_systems").as_object();

    for (const auto& system : mandatory.at("full").as_array()) {
        const std::string name = json::serialize(system);
        const bool is_initial = initial.find(name) != std::string::npos;
        const auto& wanted = mandatory.at("initial").as_array();
        CHECK_MESSAGE(full.find(name) != std::string::npos, name);
        CHECK_MESSAGE(
            is_initial == (std::find(wanted.begin(), wanted.end(), system) != wanted.end()), name
        );
    }
}

TEST_CASE("workflows: bundles come out the same from the same files") {
    const auto first = files::make_bundles(house());

    REQUIRE_FALSE(first.empty());
    CHECK(first == files::make_bundles(house()));
}
