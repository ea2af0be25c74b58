#include "deploy/clarion/profile_shape.hpp"

#include <array>
#include <string_view>

#include "engine/core/json_pointer.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

struct Row {
    std::string_view place;  // `*` stands for any one name
    std::string_view keys;   // in blanks
};

constexpr std::string_view kFigure = " value source status verified_by verified_on ";

constexpr std::array kRows{
    Row{"",
        " extends id title force zone calendar languages requests routes limits reminders "
        "day_zero policy forum_note agencies referrals messages exit support_service help_now "
        "retention facts pause_allowed pause_source decision_authority statistics forecast "
        "accessibility misuse watch stops "},
    Row{"/force",
        " id name telephone telephone_region non_emergency emergency postcode colour "
        "mark security_contact "},
    Row{"/force/postcode", " shapes example "},
    Row{"/routes/*", " title "},
    Row{"/limits/*", " value unit from title source status verified_by verified_on "},
    Row{"/facts/*", kFigure},
    Row{"/forum_note", " kinds source status "},
    Row{"/referrals/*", " consent area valid_from valid_until "},
    Row{"/messages", " languages templates ways default sender windows never_say "},
    Row{"/exit", " target title "},
    Row{"/support_service", " name telephone "},
    Row{"/help_now", " emergency silent relay_text "},
    Row{"/accessibility", " prepared_on tested_by appeal "},
    Row{"/decision_authority/*/*/*", " proposes approves "},
    Row{"/forecast", " title source status verified_by verified_on usual "},
    Row{"/forecast/usual/*/*", " value unit "},
    Row{"/misuse",
        " title days same_subject same_applicant same_network network_people "
        "network_hours people_named source status verified_by verified_on "},
    Row{"/statistics", " small_below population facts tables times indicators "},
    Row{"/statistics/tables/*", " title rows columns where "},
    Row{"/statistics/times/*", " title of by "},
    Row{"/statistics/facts/*", " title is within many years days hours bands "},
    Row{"/statistics/indicators/*", " title share in median ninetieth longest "},
    Row{"/retention", " classes source status cooling_days hold_when groups log "},
    Row{"/retention/log", " years source status verified_by verified_on "},
};

// Empty: any key may stand there.
const Row* row_of(const std::string& place) {
    for (const Row& row : kRows) {
        std::string_view wanted = row.place;
        std::string_view here = place;
        bool is_same = true;
        while (is_same && !wanted.empty() && !here.empty()) {
            const auto one = wanted.substr(0, wanted.find('/', 1));
            const auto other = here.substr(0, here.find('/', 1));
            is_same = one == "/*" || one == other;
            wanted.remove_prefix(one.size());
            here.remove_prefix(other.size());
        }
        if (is_same && wanted.empty() && here.empty()) return &row;
    }
    return nullptr;
}

void look_into(const json::object& object, const std::string& place, Problems& problems) {
    const Row* row = row_of(place);
    for (const auto& [key, value] : object) {
        const std::string inner = place + "/" + core::pointer_token(key);
        const std::string word = " " + std::string(key) + " ";
        if (row != nullptr && row->keys.find(word) == std::string_view::npos)
            problems.push_back({inner, "is not a known key here"});
        if (const auto* below = value.if_object()) look_into(*below, inner, problems);
    }
}

}  // namespace

Problems unknown_profile_keys(const json::object& profile) {
    Problems problems;
    look_into(profile, "", problems);
    return problems;
}

}  // namespace clarion::deploy
