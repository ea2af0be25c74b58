#include "deploy/clarion/policy_lint.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <span>

#include "adapters/system/system_time_zones.hpp"
#include "deploy/clarion/catalogue_ids.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

using Names = std::set<std::string>;
using Keys = std::span<const std::string_view>;

constexpr std::array<std::string_view, 3> kPolicyKeys{"systems", "agencies", "forum"};
// The sets that the workflows ask for by name.
constexpr std::array<std::string_view, 3> kSearchSets{"initial", "full", "refresh"};
constexpr std::array<std::string_view, 1> kAgencyKeys{"mandatory"};
constexpr std::array<std::string_view, 4> kForumKeys{"kind", "marac_if_high", "meets", "core"};
// The only count of days that the clock knows (domain.md 2.2).
constexpr std::string_view kDayZero = "day_of_receipt";

void check_known(
    const json::value* names,
    const std::optional<Names>& known,
    const std::string& pointer,
    Problems& problems
) {
    if (!known) return;
    const auto* list = names == nullptr ? nullptr : names->if_array();
    if (list == nullptr) return problems.push_back({pointer, "must be a list"});
    for (std::size_t index = 0; index < list->size(); ++index) {
        const auto* name = (*list)[index].if_string();
        if (name == nullptr || !known->contains(std::string(*name))) {
            problems.push_back({pointer + "/" + std::to_string(index), "is not in the catalogue"});
        }
    }
}

// The object under a key, with all of these members and no others.
const json::object* whole_part(
    const json::object& all,
    std::string_view key,
    const std::string& pointer,
    Keys keys,
    Problems& problems
) {
    const auto* found = all.if_contains(key);
    const json::object* part = found == nullptr ? nullptr : found->if_object();
    if (part == nullptr) {
        problems.push_back({pointer, "must be an object"});
        return nullptr;
    }
    for (const auto& member : *part) {
        if (std::find(keys.begin(), keys.end(), std::string_view(member.key())) == keys.end())
            problems.push_back(
                {pointer + "/" + std::string(member.key()), "is not a known key here"}
            );
    }
    for (const std::string_view name : keys) {
        if (!part->contains(name))
            problems.push_back({pointer + "/" + std::string(name), "is missing"});
    }
    return part;
}

// Each once, and all of them among those that the force asks.
void check_among(
    const json::value* names,
    const json::object& profile,
    const std::string& pointer,
    Problems& problems
) {
    const auto* list = names == nullptr ? nullptr : names->if_array();
    const auto* asked = profile.if_contains("agencies");
    if (list == nullptr || asked == nullptr || !asked->is_array()) return;  // said elsewhere
    const json::array& all = asked->get_array();
    for (std::size_t index = 0; index < list->size(); ++index) {
        const std::string place = pointer + "/" + std::to_string(index);
        const auto here = list->begin() + static_cast<std::ptrdiff_t>(index);
        if (std::find(list->begin(), here, *here) != here)
            problems.push_back({place, "is there twice"});
        if (std::find(all.begin(), all.end(), *here) == all.end())
            problems.push_back({place, "is none of the profile's agencies"});
    }
}

// One of the kinds that the profile's note names; the routes ask for them by name.
void check_kind(const json::object& profile, const json::object& forum, Problems& problems) {
    boost::system::error_code error;
    const json::value whole(profile);
    const auto* kinds = whole.find_pointer("/forum_note/kinds", error);
    const auto* kind = forum.if_contains("kind");
    if (kinds == nullptr || !kinds->is_array() || kind == nullptr || !kind->is_string()) return;
    const json::array& all = kinds->get_array();
    if (std::find(all.begin(), all.end(), *kind) == all.end())
        problems.push_back({"/policy/forum/kind", "is none of /forum_note/kinds"});
}

void check_forum(
    const json::object& forum, const std::optional<Names>& agencies, Problems& problems
) {
    const auto* kind = forum.if_contains("kind");
    if (kind != nullptr && (!kind->is_string() || kind->get_string().empty()))
        problems.push_back({"/policy/forum/kind", "must be a text"});
    for (const char* name : {"marac_if_high", "meets"}) {
        const auto* said = forum.if_contains(name);
        if (said != nullptr && !said->is_bool())
            problems.push_back({"/policy/forum/" + std::string(name), "must be true or false"});
    }
    check_known(forum.if_contains("core"), agencies, "/policy/forum/core", problems);
}

void check_days(const json::object& profile, Problems& problems) {
    static const system::SystemTimeZones zones;
    const auto* zone = profile.if_contains("zone");
    const bool is_named = zone != nullptr && zone->is_string() && !zone->get_string().empty();
    if (is_named && zones.find_zone(zone->get_string()) == nullptr)
        problems.push_back({"/zone", "is no time zone that is known"});
    const auto* zero = profile.if_contains("day_zero");
    if (zero != nullptr && *zero != json::value(kDayZero))
        problems.push_back({"/day_zero", "must be " + std::string(kDayZero)});
}

bool is_time(const json::value& value) {
    return value.is_string() && value.get_string().size() == 5 &&
           core::parse_rfc3339("2027-01-01T" + std::string(value.get_string()) + ":00Z");
}

// When people can be reached who name a part of the day.
void check_windows(const json::object& profile, Problems& problems) {
    const auto* rules = profile.if_contains("messages");
    if (rules == nullptr || !rules->is_object()) return;  // said elsewhere
    const auto* found = rules->get_object().if_contains("windows");
    const json::object* all = found == nullptr ? nullptr : found->if_object();
    if (all == nullptr || all->empty())
        return problems.push_back({"/messages/windows", "must say when people can be reached"});
    for (const auto& [name, hours] : *all) {
        const json::array* two = hours.if_array();
        const bool is_right = two != nullptr && two->size() == 2 && is_time((*two)[0]) &&
                              is_time((*two)[1]) && (*two)[0].get_string() < (*two)[1].get_string();
        if (!is_right)
            problems.push_back(
                {"/messages/windows/" + std::string(name), "must be two times, in order"}
            );
    }
}

}  // namespace

void check_policy(const json::object& profile, const files::FileSet& house, Problems& problems) {
    check_days(profile, problems);
    check_windows(profile, problems);
    const auto systems = catalogue_ids(house, "systems", problems);
    const auto agencies = catalogue_ids(house, "agencies", problems);
    check_known(profile.if_contains("agencies"), agencies, "/agencies", problems);
    check_among(profile.if_contains("agencies"), profile, "/agencies", problems);
    const auto* policy = whole_part(profile, "policy", "/policy", kPolicyKeys, problems);
    if (policy == nullptr) return;
    if (const auto* sets =
            whole_part(*policy, "systems", "/policy/systems", kSearchSets, problems)) {
        for (const auto& [set, names] : *sets)
            check_known(&names, systems, "/policy/systems/" + std::string(set), problems);
    }
    if (const auto* asked =
            whole_part(*policy, "agencies", "/policy/agencies", kAgencyKeys, problems)) {
        check_known(
            asked->if_contains("mandatory"), agencies, "/policy/agencies/mandatory", problems
        );
        check_among(
            asked->if_contains("mandatory"), profile, "/policy/agencies/mandatory", problems
        );
    }
    if (const auto* forum = whole_part(*policy, "forum", "/policy/forum", kForumKeys, problems)) {
        check_forum(*forum, agencies, problems);
        check_among(forum->if_contains("core"), profile, "/policy/forum/core", problems);
        check_kind(profile, *forum, problems);
    }
}

}  // namespace clarion::deploy
