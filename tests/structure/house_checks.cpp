// A house is refused whole, with everything wrong in it at once; every scheme that is built in is
// sound; and no compiled line knows in which country it runs.
#include <doctest/doctest.h>

#include <regex>

#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "deploy/clarion/calendar_lint.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/house_check.hpp"
#include "tests/structure/source_tree.hpp"

namespace {

namespace files = clarion::files;
namespace json = clarion::core::json;
using clarion::deploy::house_files;
using clarion::deploy::house_problems;
using clarion::structure::joined;
using clarion::structure::our_sources;
using clarion::structure::planted;
using clarion::structure::SourceFile;

// One value of one file of the house, changed.
void change(files::FileSet& house, const std::string& file, const char* pointer, json::value to) {
    json::value document = json::parse(house.at(file));
    document.at_pointer(pointer) = std::move(to);
    house[file] = json::serialize(document);
}

bool tells(const std::vector<std::string>& problems, const std::string& words) {
    return std::any_of(problems.begin(), problems.end(), [&](const std::string& line) {
        return line.find(words) != std::string::npos;
    });
}

std::vector<std::string> named_places(const std::vector<SourceFile>& sources) {
    static const std::regex kPlaces(
        "\\b(England|Wales|Scotland|Scottish|Ireland|Jersey|Saskatchewan|Australia|Zealand|Britain|"
        "British|London|United Kingdom|dvds|dsdas|dvads|fvids|DVDS)\\b"
    );
    static const std::regex kComment("(^|[^:])//.*$");
    std::vector<std::string> complaints;
    for (const SourceFile& file : sources) {
        if (file.path.starts_with("tests/")) continue;
        for (std::size_t index = 0; index < file.lines.size(); ++index) {
            const std::string code = std::regex_replace(file.lines[index], kComment, "$1");
            if (!std::regex_search(code, kPlaces)) continue;
            complaints.push_back(
                file.path + ":" + std::to_string(index + 1) + ": names a jurisdiction"
            );
        }
    }
    return complaints;
}

}  // namespace

TEST_CASE("house: every scheme that is built in is sound") {
    const files::FileSet house = house_files({});
    for (const std::string& scheme : files::schemes_in(house)) {
        const auto problems = house_problems(house, scheme);
        CHECK_MESSAGE(problems.empty(), scheme << ": " << joined(problems));
    }
}

TEST_CASE("house: all mistakes are told at once, each with its file and place") {
    files::FileSet house = house_files({});
    const std::string profile = "workflows/dvds/profile.json";
    const std::string definition = "workflows/dvds/right-to-know.v1.json";
    change(house, profile, "/limits/case/value", -1);
    change(house, profile, "/limits/danger/unit", "moons");
    change(house, profile, "/agencies/0", "astrology");
    change(house, "workflows/calendars/scotland.json", "/holidays/0/date", "2025-02-30");
    change(house, "workflows/catalogue/systems.json", "/systems/1/id", "person_records");
    change(house, definition, "/meta/opening/form", "horoscope");
    change(house, profile, "/reminders/urgent/0", "moonrise");
    change(house, profile, "/decision_authority/right_to_know/high/ordinary/approves", "sorcerer");
    change(house, profile, "/messages/windows/morning", json::array{"12:00", "09:00"});
    change(house, profile, "/referrals/refuge/consent", "perhaps");
    change(house, profile, "/requests", "right-to-wonder");
    change(house, profile, "/force/colour", "#ffdd00");
    change(house, profile, "/force/telephone_region", "Wessex");
    change(house, profile, "/force/postcode/shapes/0", "A[0-9]");
    change(house, profile, "/force/postcode/example", "12345");
    house["workflows/dvds/mark.svg"] = "<svg onload=\"x()\"></svg>";
    change(house, profile, "/limits/danger/verified_on", "2027-01-02");
    change(house, definition, "/states/danger/states/raised/meta/title", 7);
    change(house, definition, "/states/danger/states/raised/entry", json::parse(R"([
        {"type": "notify_staff", "params": {"roles": ["sorcerer"]}}])"));
    change(house, definition, "/states/danger/states/raised/meta/queue", "nobodys");
    change(house, definition, "/states/contact/states/unsafe/entry", json::parse(R"([
        {"type": "notify_staff", "params": {"roles": ["officer"], "code": "mispelt"}}])"));
    change(house, definition, "/meta/refusals/0/unless", json::object{{"var", "nothing"}});
    house["workflows/dvds/texts/cy.draft.mo"].resize(2000);
    change(house, profile, "/forecast/verified_by", "somebody");
    change(house, profile, "/forecast/usual", json::object{{"by-pigeon", json::object{}}});
    house["workflows/catalogue/broken.json"] = "{";
    house["schemas/forms/broken.schema.json"] = R"({"type": "colour"})";

    const auto problems = house_problems(house, "dvds");

    CHECK(tells(problems, profile + "#/limits/case/value: "));
    CHECK(tells(problems, profile + "#/limits/danger/unit: "));
    CHECK(tells(problems, profile + "#/agencies/0: "));
    CHECK(tells(problems, "workflows/calendars/scotland.json#/holidays/0/date: "));
    CHECK(tells(problems, "workflows/catalogue/systems.json#/systems/1/id: "));
    CHECK(tells(problems, definition + "#/meta/opening/form: "));
    CHECK(tells(problems, definition + "#/states/danger/states/raised/meta/queue: "));
    CHECK(tells(problems, definition + "#/states/contact/states/unsafe/entry/0/params/code: "));
    CHECK(tells(problems, definition + "#/meta/refusals/0/unless: "));
    CHECK(tells(problems, "workflows/dvds/texts/cy.draft.mo: is cut off"));
    CHECK(tells(problems, profile + "#/reminders/urgent/0: "));
    CHECK(tells(problems, profile + "#/decision_authority/right_to_know/high/ordinary/approves: "));
    CHECK(tells(problems, profile + "#/messages/windows/morning: "));
    CHECK(tells(problems, profile + "#/referrals/refuge/consent: "));
    CHECK(tells(problems, profile + "#/requests: "));
    CHECK(tells(problems, profile + "#/force/colour: "));
    CHECK(tells(problems, profile + "#/force/mark: "));
    CHECK(tells(problems, profile + "#/force/telephone_region: "));
    CHECK(tells(problems, profile + "#/force/postcode/shapes/0: "));
    CHECK(tells(problems, profile + "#/force/postcode/example: "));
    CHECK(tells(problems, profile + "#/limits/danger/verified_by: "));
    CHECK(tells(problems, profile + "#/forecast/verified_by: "));
    CHECK(tells(problems, profile + "#/forecast/usual/by-pigeon: "));
    CHECK(tells(problems, definition + "#/states/danger/states/raised/meta/title: "));
    CHECK(tells(problems, definition + "#/states/danger/states/raised/entry/0/params/roles/0: "));
    CHECK(tells(problems, definition + "#/states/danger/states/raised/entry/0/params/code: "));
    CHECK(tells(problems, "workflows/catalogue/broken.json:1:"));
    CHECK(tells(problems, "schemas/forms/broken.schema.json#"));
    CHECK_THROWS_AS(static_cast<void>(clarion::deploy::sound(house)), files::FileProblem);
}

TEST_CASE("house: a rule that names what is not there is refused, and hides nothing else") {
    files::FileSet house = house_files({});
    const std::string profile = "workflows/dvds/profile.json";
    const std::string definition = "workflows/dvds/right-to-know.v1.json";
    change(house, profile, "/zone", "Europe/Atlantis");
    change(house, profile, "/day_zero", "day_after_receipt");
    change(house, profile, "/policy/forum/meets", "sometimes");
    change(house, profile, "/policy/agencies/mandatory/0", "astrology");
    change(house, profile, "/policy/systems/refresh/0", "tea_leaves");
    const std::string calendar = "workflows/calendars/england-and-wales.json";
    change(house, calendar, "/weekend/0", "moonday");
    change(house, "workflows/calendars/scotland.json", "/until", "2031-12-31");
    change(house, definition, "/states/danger/states/raised/entry", json::parse(R"([
        {"type": "xstate.raise", "params": {"event": {"type": "nobody_listens"}}},
        {"type": "xstate.cancel", "params": {"sendId": "never_armed"}},
        {"type": "xstate.assign", "params": {"x": {"var": "never_written"}}},
        {"type": "xstate.assign", "params": {"y": {"var": "profile.policy.forum.meats"}}}])"));
    // The reader stops at this one; the rest is told all the same.
    change(house, definition, "/states/danger/initial", "nowhere");

    const auto problems = house_problems(house, "dvds");

    for (const char* part :
         {"profile.json#/zone: is no time zone that is known",
          "#/day_zero: must be day_of_receipt",
          "#/policy/forum/meets: must be true or false",
          "#/policy/agencies/mandatory/0: is not in the catalogue",
          "#/policy/systems/refresh/0: is not in the catalogue",
          "england-and-wales.json#/weekend: weekend must name days of the week",
          "scotland.json#/holidays: names none in 2031",
          "raised/entry/0: nobody hears \"nobody_listens\"",
          "raised/entry/1: nothing is ever sent with the id \"never_armed\"",
          "raised/entry/2/params/x/var: nothing ever writes \"never_written\"",
          "raised/entry/3/params/y/var: the profile has no \"policy.forum.meats\"",
          "nowhere"}) {
        CHECK_MESSAGE(tells(problems, part), part << "\n" << joined(problems));
    }
}

TEST_CASE("house: a scheme says itself what it knows otherwise, and takes over targets alone") {
    files::FileSet house = house_files({});
    const std::string profile = "workflows/dsdas/profile.json";
    json::object document = json::parse(house.at(profile)).as_object();
    document.at("limits").as_object().erase("case");  // 28 days are another scheme's
    house[profile] = json::serialize(document);
    CHECK(tells(house_problems(house, "dsdas"), profile + "#/limits/case: "));

    document["extends"] = "nowhere";
    house[profile] = json::serialize(document);
    CHECK(tells(house_problems(house, "dsdas"), "workflows/nowhere/profile.json"));

    document["extends"] = "dvads";
    house[profile] = json::serialize(document);
    CHECK(tells(house_problems(house, "dsdas"), "extends another"));
}

TEST_CASE("house: a usual time is that of a stage") {
    files::FileSet house = house_files({});
    const std::string profile = "workflows/dvds/profile.json";
    change(house, profile, "/forecast/usual/right-to-ask", json::parse(R"({
        "waiting": {"value": 1, "unit": "hours"}})"));

    CHECK(tells(house_problems(house, "dvds"), "/forecast/usual/right-to-ask/waiting: "));
}

TEST_CASE("house: a limit counts from something that a workflow writes down") {
    files::FileSet house = house_files({});
    const std::string profile = "workflows/dvds/profile.json";
    change(house, profile, "/limits/case/from", "recieved_at");
    change(house, profile, "/limits/hold_contact/from", "halt.next_contact_on");
    change(house, profile, "/stops/closed_at/var", "cloesd_at");

    const auto problems = house_problems(house, "dvds");

    CHECK(tells(problems, profile + "#/limits/case/from: "));
    CHECK(tells(problems, profile + "#/limits/hold_contact/from: "));
    CHECK(tells(problems, profile + "#/stops/closed_at: reads cloesd_at"));
    CHECK(problems.size() == 3);
}

TEST_CASE("house: the scheme it serves is data, and one that is not there is refused") {
    CHECK(files::scheme_of(house_files({})) == "dvds");
    CHECK(files::scheme_of(house_files({}, "dsdas")) == "dsdas");
    CHECK_THROWS_AS(
        static_cast<void>(files::scheme_of(house_files({}, "nowhere"))), files::FileProblem
    );
}

TEST_CASE("calendars: days that cannot be, are twice, or lie outside are refused") {
    using clarion::deploy::calendar_problems;
    const auto calendar = [](json::array holidays) {
        return json::object{
            {"id", "x"},
            {"title", "X"},
            {"from", "2026-01-01"},
            {"until", "2026-12-31"},
            {"source", "test"},
            {"status", "recalled"},
            {"verified_by", nullptr},
            {"verified_on", nullptr},
            {"holidays", std::move(holidays)}};
    };
    const auto day = [](const char* date) {
        return json::object{{"date", date}, {"title", "A day"}};
    };

    CHECK(calendar_problems(calendar({day("2026-01-01"), day("2026-12-25")})).empty());
    CHECK(calendar_problems(calendar({day("2026-12-25"), day("2026-12-25")})).size() == 1);
    CHECK(calendar_problems(calendar({day("2026-12-25"), day("2026-01-01")})).size() == 1);
    CHECK(calendar_problems(calendar({day("2027-01-01")})).size() == 1);
    CHECK(calendar_problems(calendar({day("2026-02-30")})).size() == 1);
    CHECK(calendar_problems(json::object{}).size() > 6);
}

TEST_CASE("structure: no compiled line names a jurisdiction") {
    const auto complaints = named_places(our_sources());
    CHECK_MESSAGE(complaints.empty(), joined(complaints));

    const auto caught = [](const std::string& line) {
        return named_places({planted("engine/core/time/x.cpp", line)}).size();
    };
    CHECK(caught("if (nation == \"Scotland\") return 45;") == 1);
    CHECK(caught("constexpr std::string_view kScheme = \"dvds\";") == 1);
    CHECK(caught("int days = 28;  // as in England and Wales") == 0);
    CHECK(caught("auto url = \"https://London.example\";") == 1);
}
