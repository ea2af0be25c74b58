// What the house's own catalogues say: all of it, in every form, and nothing that nobody confirmed
// in a message.
#include <doctest/doctest.h>

#include <set>

#include "adapters/files/json_text.hpp"
#include "adapters/http/intake/words.hpp"
#include "deploy/clarion/house.hpp"
#include "deploy/clarion/house_check.hpp"
#include "deploy/clarion/page_words.hpp"

namespace clarion::deploy {
namespace {

namespace json = core::json;
using http::web::Tongue;

const Tongue& welsh() {
    static const std::vector<Tongue> all = tongues_of(house_files({}, "dvds"));
    REQUIRE(all.size() == 2);
    return all.back();
}

constexpr const char* kJourney = "workflows/dvds/journey.json";

TEST_CASE("words: a house lacks none in a language its profile names, and one it lacks is told") {
    const files::FileSet house = house_files({}, "dvds");
    CHECK(house_problems(house, "dvds").empty());

    files::FileSet other = house;
    json::object journey = files::parse_json_object(kJourney, house.at(kJourney));
    journey.at("start").as_object()["heading"] = "Words that nobody put into Welsh";
    other[kJourney] = json::serialize(journey);
    const auto problems = house_problems(other, "dvds");
    REQUIRE(problems.size() == 1);
    CHECK(problems[0].find("\"Words that nobody put into Welsh\" is missing") != std::string::npos);
}

TEST_CASE("words: a house has words for the mailboxes of its staff, and one that lacks them is told"
) {
    files::FileSet house = house_files({}, "dvds");
    REQUIRE(house.erase("workflows/dvds/texts/en.mo") == 1);
    const auto problems = house_problems(house, "dvds");
    REQUIRE(problems.size() == 3);
    CHECK(problems[0].find("staff_notice.subject has no words") != std::string::npos);
    CHECK(problems[2].find("call_back.body has no words") != std::string::npos);
}

TEST_CASE("words: Welsh counts in six forms") {
    const auto days = [](int n) {
        return welsh().count(
            "We will look at this within {n} day.", "We will look at this within {n} days.", n
        );
    };
    CHECK(days(1).find("1 diwrnod") != std::string::npos);
    CHECK(days(2).find("2 ddiwrnod") != std::string::npos);
    CHECK(days(3).find("3 diwrnod") != std::string::npos);
    CHECK(days(10).find("10 diwrnod") != std::string::npos);
    const auto left = [](int n) {
        return welsh().count(
            "You have {n} character remaining", "You have {n} characters remaining", n
        );
    };
    CHECK(left(0) == "Does gennych chi ddim nodau ar ôl");
    CHECK(left(6) == "Mae gennych chi 6 nod ar ôl");
}

TEST_CASE("words: Welsh has no word for yes") {
    std::set<std::string> all;
    for (const char* question :
         {"/danger_now",
          "/children/any",
          "/contact/email/others_can_read",
          "/contact/phone/only_yours",
          "/contact/phone/text_first",
          "/they_know"}) {
        all.insert(welsh().say("Yes", std::string(question) + "=yes"));
    }
    CHECK(all == std::set<std::string>{"Cewch", "Gall", "Ie", "Oes", "Ydw", "Ydyn"});
}

TEST_CASE("words: a date in Welsh") {
    // Friday 27 November 2026.
    CHECK(http::intake::words::weekday_date(welsh(), 20'784) == "dydd Gwener 27 Tachwedd");
    CHECK(http::intake::words::weekday_date(Tongue(), 20'784) == "Friday 27 November");
}

TEST_CASE("words: what is sent is confirmed; the form shows just what is sent") {
    const files::FileSet house = house_files({}, "dvds");
    const files::Texts texts(house, "dvds");
    // Every entry of the Welsh catalogue is a draft still.
    CHECK_FALSE(texts.find("cy", "call_back.body"));
    const auto sent = texts.find("en", "call_back.body");
    REQUIRE(sent);

    const json::object journey = files::parse_json_object(kJourney, house.at(kJourney));
    bool is_shown = false;
    for (const auto& page : journey.at("pages").as_array()) {
        const auto* notice = page.as_object().if_contains("notice");
        is_shown = is_shown || (notice != nullptr && *notice == json::value(*sent));
    }
    CHECK(is_shown);
    CHECK(
        texts.on_page("cy", {"", *sent, ""}, 1) ==
        texts.on_page("cy", {"", "call_back.body", ""}, 1)
    );
}

}  // namespace
}  // namespace clarion::deploy
