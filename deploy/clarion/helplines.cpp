#include "deploy/clarion/helplines.hpp"

#include <algorithm>

#include "engine/core/time/instant.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

std::string text_in(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

bool is_verified(const json::object& line, std::chrono::sys_days today) {
    const auto read = core::parse_rfc3339(text_in(line, "verified_on") + "T00:00:00Z");
    if (!read) return false;
    const std::chrono::year_month_day day(std::chrono::floor<std::chrono::days>(*read));
    const auto until = day + kHelplineVerifiedFor;
    // The end of a month six months on may be a day that is not there: then its last day.
    const auto last = until.ok() ? until : until.year() / until.month() / std::chrono::last;
    return today <= std::chrono::sys_days(last);
}

std::map<std::string, std::string, std::less<>> names_of(const json::object& line) {
    std::map<std::string, std::string, std::less<>> names;
    const auto* own = line.if_contains("names");
    if (own == nullptr) return names;
    for (const json::value& one : own->as_array())
        names.emplace(text_in(one.as_object(), "language"), text_in(one.as_object(), "name"));
    return names;
}

bool serves(const json::object& line, std::string_view force) {
    const auto* areas = line.if_contains("areas");
    return areas != nullptr && areas->is_array() &&
           std::find(areas->get_array().begin(), areas->get_array().end(), json::value(force)) !=
               areas->get_array().end();
}

}  // namespace

HelplinesToday helplines_today(
    const json::object& catalogue, std::string_view force, std::chrono::sys_days today
) {
    HelplinesToday found;
    for (const json::value& item : catalogue.at("helplines").as_array()) {
        const json::object& line = item.as_object();
        const bool local = text_in(line, "reach") == "local";
        if (text_in(line, "telephone").empty() || (local && !serves(line, force))) continue;
        const bool verified = is_verified(line, today);
        if (!verified) {
            found.unverified.push_back(text_in(line, "id"));
            found.why += text_in(line, "id") + "@" + text_in(line, "verified_on") + " ";
        }
        if (local && !verified) continue;
        found.shown.push_back(
            {text_in(line, "name"),
             text_in(line, "telephone"),
             text_in(line, "audience"),
             text_in(line, "hours"),
             text_in(line, "languages"),
             names_of(line)}
        );
    }
    return found;
}

std::vector<http::intake::Helpline> HelplineWatch::shown() {
    const auto today = std::chrono::floor<std::chrono::days>(world_.clock.now());
    HelplinesToday found = helplines_today(catalogue_, force_, today);
    const auto count = static_cast<double>(found.unverified.size());
    world_.metrics.gauge("clarion_helplines_unverified", count);
    if (!found.unverified.empty()) alarm(found.unverified, today);
    tell(found.why, today);
    return std::move(found.shown);
}

// What is found changes with the day alone: the catalogue is read once.
void HelplineWatch::tell(const std::string& why, std::chrono::sys_days today) {
    const int day = static_cast<int>(today.time_since_epoch().count());
    if (why.empty() || told_on_.exchange(day) == day) return;
    if (!world_.tell(why)) told_on_ = -1;
}

void HelplineWatch::alarm(const std::vector<std::string>& unverified, std::chrono::sys_days today) {
    const int day = static_cast<int>(today.time_since_epoch().count());
    if (said_on_.exchange(day) == day) return;
    std::string ids;
    for (const std::string& id : unverified)
        ids += (ids.empty() ? "" : " ") + id;
    world_.metrics.count("clarion_alarms_total", "helplines_unverified");
    world_.log.write(
        ports::LogLevel::warning,
        "helplines_unverified",
        {{"helplines", ids},
         {"remedy",
          "ring each, and write the day into verified_on of the catalogue of helplines; a local "
          "one "
          "is not shown until then"}}
    );
}

}  // namespace clarion::deploy
