#include "deploy/clarion/calendar_lint.hpp"

#include "engine/core/time/instant.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

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

}  // namespace

Problems calendar_problems(const json::object& calendar) {
    Problems problems;
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
    }
    return problems;
}

}  // namespace clarion::deploy
