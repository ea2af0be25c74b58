// The mistakes that authors of workflows make, each told with its file and its place: keys that are
// misspelt, names of what is not there, lists that do not agree, rules that nobody counts.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "deploy/clarion/house.hpp"
#include "deploy/clarion/house_check.hpp"
#include "tests/structure/source_tree.hpp"

namespace {

namespace files = clarion::files;
namespace json = clarion::core::json;
using clarion::deploy::house_files;
using clarion::deploy::house_problems;
using clarion::structure::joined;

const std::string kProfile = "workflows/dvds/profile.json";
const std::string kAgencies = "workflows/catalogue/agencies.json";
const std::string kRoute = "workflows/dvds/right-to-ask.v1.json";
const std::string kForm = "schemas/forms/hold.schema.json";
const std::string kOpen = "/states/process/states/live/states/open";

// What stands at `place` of `file` is `written`, and `told` is what is said of it.
struct Mistake {
    std::string file;
    std::string place;
    const char* written;
    const char* told;
};

const std::vector<Mistake>& mistakes() {
    static const std::vector<Mistake> kAll{
        {kProfile, "/limits/triage/valu", "3", "is not a known key here"},
        {kProfile, "/force/telefone", R"("01632 960000")", "is not a known key here"},
        {kProfile, "/retention/clases", "[]", "is not a known key here"},
        {kProfile, "/statistics/bnds", "[1]", "is not a known key here"},
        {kProfile, "/statistics/tables/requests_by_month/row", R"("month")", "is not a known key"},
        {kProfile, "/forecast/ususal", "{}", "is not a known key here"},
        {kProfile, "/misuse/dayz", "7", "is not a known key here"},
        {kProfile, "/messages/nver_say", "[]", "is not a known key here"},
        {kProfile, "/referrals/refuge/conset", R"("needed")", "is not a known key here"},
        {kProfile, "/accessibility/apeal", R"("x")", "is not a known key here"},
        {kProfile, "/auditt", "{}", "is not a known key here"},
        {kProfile, "/limits/hold_contact/from", R"("hold.next_contct_on")", "writes it down"},
        {kProfile, "/pause_allowed", R"("yes")", "must be true or false"},
        {kProfile, "/help_now/helplines", R"(["A line"])", "is not a known key here"},
        {kProfile, "/agencies/8", R"("probation")", "is there twice"},
        {kProfile, "/policy/agencies/mandatory/0", R"("education")", "none of the profile's"},
        {kProfile, "/policy/forum/core/0", R"("education")", "none of the profile's agencies"},
        {kProfile, "/policy/forum/kind", R"("marac")", "is none of /forum_note/kinds"},
        {kProfile, "/decision_authority/right_to_ask/hihg", "{}", "is no grade"},
        {kProfile, "/decision_authority/right_to_ask/high/odd", "{}", "is no content class"},
        {kProfile, "/decision_authority/right_to_wonder", "{}", "is no route"},
        {kProfile,
         "/decision_authority/right_to_know/high/ordinary/aproves",
         R"("supervisor")",
         "is not a known key here"},
        {kProfile, "/referrals/stalking_programme/valid_until", R"("2020-01-01")", "is before"},
        {kProfile, "/exit/target", R"("http://weather.example")", "must begin with https://"},
        {kAgencies, "/agencies/3/answer_within", R"("full_checks")", "no `after` in workflows/"},
        {kAgencies, "/agencies/4/answer_within", R"("moonrise")", "is no limit of the profile"},
        {kRoute, kOpen + "/meta/task/dew", R"("duty")", "is not a known key here"},
        {kRoute, "/meta/refusals/0/action", R"("close_case")", "is no language"},
        {kForm, "/properties/note/x-class", R"("casewrk")", "must be of"},
        {kForm, "/properties/note/x-clas", R"("casework")", "is not a known mark"},
        {kForm, "/properties/note/x-covered", R"("yes")", "must be of"},
        {kForm, "/properties/nameless", R"({"type": "boolean"})", "is missing"},
        {kForm, "/required/0", R"("horoscope")", "which is no field of it"},
        {kForm, "/examples/0/horoscope", "1", "unknown: "},
    };
    return kAll;
}

void make(const Mistake& mistake, files::FileSet& house) {
    json::value document = json::parse(house.at(mistake.file));
    const auto cut = mistake.place.rfind('/');
    const std::string name = mistake.place.substr(cut + 1);
    json::value& around = document.at_pointer(mistake.place.substr(0, cut));
    if (json::object* object = around.if_object()) {
        (*object)[name] = json::parse(mistake.written);
    } else {
        json::array& list = around.as_array();
        const std::size_t index = std::stoul(name);
        if (index == list.size()) list.emplace_back(nullptr);
        list.at(index) = json::parse(mistake.written);
    }
    house[mistake.file] = json::serialize(document);
}

}  // namespace

TEST_CASE("house: what an author gets wrong is told with its file and place, all of it at once") {
    files::FileSet house = house_files({});
    for (const Mistake& mistake : mistakes())
        make(mistake, house);

    const auto problems = house_problems(house, "dvds");

    for (const Mistake& mistake : mistakes()) {
        const bool is_told =
            std::any_of(problems.begin(), problems.end(), [&](const std::string& line) {
                return line.starts_with(mistake.file + "#" + mistake.place) &&
                       line.find(mistake.told) != std::string::npos;
            });
        CHECK_MESSAGE(is_told, mistake.file << "#" << mistake.place);
    }
}

TEST_CASE("house: an event that the log could not name is told") {
    files::FileSet house = house_files({});
    const std::string place = kOpen + "/on/pr\u00fcfen";
    make({kRoute, place, "{}", ""}, house);
    CHECK(
        joined(house_problems(house, "dvds")).find(place + ": an event's name is in ASCII") !=
        std::string::npos
    );
}

TEST_CASE("house: a hold stops the clock only where the profile says which law lets it") {
    files::FileSet house = house_files({});
    make({kProfile, "/pause_allowed", "true", ""}, house);
    CHECK(
        joined(house_problems(house, "dvds")).find("/pause_source: must say which law") !=
        std::string::npos
    );

    make({kProfile, "/pause_source", R"("An Act, section 1")", ""}, house);
    CHECK(house_problems(house, "dvds").empty());
}

TEST_CASE("house: a message that the profile sends has words") {
    files::FileSet house = house_files({});
    make({kProfile, "/messages/templates/1", R"("ring_us")", ""}, house);

    const auto problems = house_problems(house, "dvds");

    CHECK(joined(problems).find("ring_us.body has no words") != std::string::npos);
}

TEST_CASE("house: effects take the parameters that they know, and no others") {
    files::FileSet house = house_files({});
    make(
        {kRoute,
         "/states/danger/states/raised/entry",
         R"([{"type": "notify_staff", "params":
            {"roles": ["supervisor"], "code": "danger_unanswered", "urgncy": "high"}}])",
         ""},
        house
    );

    const auto problems = house_problems(house, "dvds");

    CHECK_MESSAGE(
        joined(problems).find("raised/entry/0/params/urgncy: is not a known key here") !=
            std::string::npos,
        joined(problems)
    );
}
