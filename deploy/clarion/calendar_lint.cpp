#include "deploy/clarion/calendar_lint.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "engine/core/cases/domain_keys.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr std::array<std::string_view, 10> kKeys{
    "id",
    "title",
    "weekend",
    "from",
    "until",
    "source",
    "status",
    "verified_by",
    "verified_on",
    "holidays"};

std::string text_in(const json::object& object, std::string_view name) {
    const json::value* value = object.if_contains(name);
    return value != nullptr && value->is_string() ? std::string(value->get_string())
                                                  : std::string();
}

bool is_day(const std::string& text) {
    return text.size() == 10 && core::parse_rfc3339(text + "T00:00:00Z").has_value();
}

void need_texts(
    const json::object& object,
    std::initializer_list<const char*> names,
    const std::string& where,
    Problems& problems
) {
    for (const char* name : names) {
        if (text_in(object, name).empty()) problems.push_back({where + "/" + name, "is missing"});
    }
}

// A year without a holiday is one that somebody forgot to write down.
void check_years(
    const std::string& from,
    const std::string& until,
    const std::set<std::string>& years,
    Problems& problems
) {
    if (!is_day(from) || !is_day(until)) return;
    if (until < from) return problems.push_back({"/until", "lies before from"});
    for (int year = std::stoi(from); year <= std::stoi(until); ++year) {
        if (!years.contains(std::to_string(year)))
            problems.push_back({"/holidays", "names none in " + std::to_string(year)});
    }
}

}  // namespace

Problems calendar_problems(const json::object& calendar) {
    Problems problems;
    for (const auto& [key, value] : calendar) {
        if (std::find(kKeys.begin(), kKeys.end(), std::string_view(key)) == kKeys.end())
            problems.push_back({"/" + std::string(key), "is not a known key here"});
    }
    // What the clock itself refuses: days of the week that are none.
    static_cast<void>(core::read_calendar(calendar, "", problems));
    std::erase_if(problems, [](const auto& problem) {
        return problem.pointer.empty() || problem.pointer.starts_with("/holidays");
    });
    need_texts(calendar, {"id", "title", "from", "until", "source", "status"}, "", problems);
    for (const char* name : {"verified_by", "verified_on"}) {
        const json::value* said = calendar.if_contains(name);
        if (said == nullptr || !(said->is_null() || said->is_string())) {
            problems.push_back({std::string("/") + name, "is missing; null when nobody did"});
        }
    }
    const std::string from = text_in(calendar, "from");
    const std::string until = text_in(calendar, "until");
    for (const auto& [name, day] : {std::pair("/from", from), std::pair("/until", until)}) {
        if (!day.empty() && !is_day(day)) problems.push_back({name, "must be a date"});
    }
    const json::value* holidays = calendar.if_contains("holidays");
    if (holidays == nullptr || !holidays->is_array()) {
        problems.push_back({"/holidays", "must be a list"});
        return problems;
    }
    std::string before;
    std::set<std::string> years;
    std::size_t index = 0;
    for (const json::value& entry : holidays->get_array()) {
        const std::string where = "/holidays/" + std::to_string(index++);
        const json::object* holiday = entry.if_object();
        if (holiday == nullptr) {
            problems.push_back({where, "must be an object with date and title"});
            continue;
        }
        need_texts(*holiday, {"title"}, where, problems);
        const std::string day = text_in(*holiday, "date");
        if (!is_day(day)) {
            problems.push_back({where + "/date", "must be a date like 2026-12-25"});
            continue;
        }
        if (day < from || day > until) {
            problems.push_back({where + "/date", "lies outside from and until"});
        }
        if (day <= before) problems.push_back({where + "/date", "must come after the one before"});
        before = day;
        years.insert(day.substr(0, 4));
    }
    if (problems.empty()) check_years(from, until, years, problems);
    return problems;
}

}  // namespace clarion::deploy
