// How names sound: spellings of one name share a code, different names do not.
#include "engine/core/name_sound.hpp"

#include <doctest/doctest.h>

#include <algorithm>

using namespace clarion::core;

namespace {

bool sounds_alike(std::string_view one, std::string_view other) {
    const auto here = name_sounds(one);
    const auto there = name_sounds(other);
    return std::any_of(here.begin(), here.end(), [&](const std::string& code) {
        return std::find(there.begin(), there.end(), code) != there.end();
    });
}

TEST_CASE("name sounds: a whole name has one sound, however its words are spelt and ordered") {
    CHECK(sound_of_name("Robin Second") == sound_of_name("Robyn Seccond"));
    CHECK(sound_of_name("Robin Second") == sound_of_name("SECOND, Robin"));
    CHECK(sound_of_name("Robin Second") != sound_of_name("Robin Third"));
    CHECK(sound_of_name("Robin Second") != sound_of_name("Robin"));
    CHECK(sound_of_name("\u6797") == "\u6797");
    CHECK(sound_of_name("").empty());
}

}  // namespace

TEST_CASE("name sounds: spellings of one name sound alike, whichever is stored") {
    const std::vector<std::pair<std::string, std::string>> spellings{
        {"Catherine", "Kathryn"}, {"Stephen", "Steven"},   {"Philip", "Phillip"},
        {"Smith", "Smyth"},       {"Smith", "Schmidt"},    {"Clark", "Clarke"},
        {"Shaun", "Sean"},        {"Shawn", "Sean"},       {"Mohammed", "Muhammad"},
        {"Geoffrey", "Jeffrey"},  {"Thompson", "Thomson"}, {"Hughes", "Hewes"},
        {"Leigh", "Lee"},         {"Knight", "Night"},     {"Kowalski", "Kovalsky"},
        {"Siobhan", "Shivaun"},   {"Niamh", "Neve"},       {"Jacqueline", "Jaclyn"},
        {"Hussain", "Hussein"},   {"Rhys", "Reece"},       {"Élodie", "Elodie"},
        {"Łukasz", "Lukash"},     {"Zoë", "Zoe"},          {"MacDonald", "McDonald"},
        {"Michael", "Mikael"},    {"Sophie", "Sofie"},     {"Yusuf", "Youssef"},
        {"Aisha", "Ayesha"},      {"Graham", "Graeme"},    {"Vaughan", "Vaughn"},
    };
    for (const auto& [one, other] : spellings) {
        CAPTURE(one);
        CAPTURE(other);
        CHECK(sounds_alike(one, other));
        CHECK(sounds_alike(other, one));
    }
}

TEST_CASE("name sounds: other names sound otherwise") {
    for (const auto& [one, other] : std::vector<std::pair<std::string, std::string>>{
             {"Sam", "Anna"}, {"Smith", "Jones"}, {"Alex", "Alan"}, {"Mary", "Martin"}}) {
        CAPTURE(one);
        CHECK_FALSE(sounds_alike(one, other));
    }
}

TEST_CASE("name sounds: codes are short, and letters we cannot read give none") {
    for (const auto& code : name_sounds("Featherstonehaughington"))
        CHECK(code.size() <= 6);
    CHECK(name_sounds("Σωκράτης").empty());
    CHECK(name_sounds("").empty());
    CHECK(plain_letters("ÉLODIE Ñß Łž") == "elodienslz");
    CHECK(sounds_of_words("Anne-Marie Smith").size() == 3);
}
