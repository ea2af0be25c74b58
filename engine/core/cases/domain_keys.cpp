#include "engine/core/cases/domain_keys.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/statechart/expressions.hpp"

namespace clarion::core {

namespace {

// One object of the document under reading, with its place and where complaints go.
class Keys {
public:
    Keys(const json::object& object, const std::string& pointer, Problems& problems)
        : object_(object), pointer_(pointer), problems_(problems) {}

    std::string text(std::string_view key) {
        const json::value* found = object_.if_contains(key);
        if (found == nullptr) return {};
        if (const json::string* text = found->if_string()) return std::string(*text);
        complain(key, "must be text");
        return {};
    }

    bool flag(std::string_view key) {
        const json::value* found = object_.if_contains(key);
        if (found == nullptr) return false;
        if (const bool* flag = found->if_bool()) return *flag;
        complain(key, "must be true or false");
        return false;
    }

    int number(std::string_view key, int low, int high) {
        const json::value* found = object_.if_contains(key);
        if (found == nullptr) return 0;
        const std::int64_t* number = found->if_int64();
        if (number != nullptr && *number >= low && *number <= high)
            return static_cast<int>(*number);
        complain(
            key,
            "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high)
        );
        return 0;
    }

    std::vector<std::string> texts(std::string_view key) {
        std::vector<std::string> list;
        const json::value* found = object_.if_contains(key);
        if (found == nullptr) return list;
        const json::array* array = found->if_array();
        if (array == nullptr) {
            complain(key, "must be a list of texts");
            return list;
        }
        for (const json::value& entry : *array) {
            if (const json::string* text = entry.if_string()) {
                list.emplace_back(*text);
            } else {
                complain(key, "must be a list of texts");
            }
        }
        return list;
    }

    std::vector<std::string> roles(std::string_view key) {
        std::vector<std::string> roles = texts(key);
        for (const std::string& role : roles) {
            const auto& known = known_roles();
            if (std::find(known.begin(), known.end(), role) == known.end()) {
                complain(key, "names a role that does not exist: " + role);
            }
        }
        return roles;
    }

    void complain(std::string_view key, const std::string& what) {
        std::string place = pointer_;
        if (!key.empty()) place.append("/").append(key);
        problems_.push_back({.pointer = place, .reason = std::string(key) + " " + what});
    }

private:
    const json::object& object_;
    const std::string& pointer_;
    Problems& problems_;
};

constexpr std::array kAuditKinds{
    AuditKind::collection,
    AuditKind::alteration,
    AuditKind::consultation,
    AuditKind::disclosure,
    AuditKind::combination,
    AuditKind::erasure};

constexpr std::array<std::pair<std::string_view, LimitUnit>, 4> kUnits{{
    {"minutes", LimitUnit::minutes},
    {"hours", LimitUnit::hours},
    {"calendar_days", LimitUnit::calendar_days},
    {"working_days", LimitUnit::working_days},
}};

constexpr int kLimitValueMax = 10'000;
constexpr int kPriorityMax = 1'000;

std::optional<std::chrono::local_days> read_date(std::string_view text) {
    const auto midnight = parse_rfc3339(std::string(text) + "T00:00:00Z");
    if (!midnight) return std::nullopt;
    const auto days = std::chrono::floor<std::chrono::days>(*midnight);
    return std::chrono::local_days(days.time_since_epoch());
}

Limit read_limit(
    const std::string& name,
    const json::object& written,
    const std::string& pointer,
    Problems& problems
) {
    Keys keys(written, pointer, problems);
    Limit limit;
    limit.name = name;
    limit.value = keys.number("value", 0, kLimitValueMax);
    if (!written.contains("value")) keys.complain("value", "is missing");
    limit.from = keys.text("from");
    if (limit.from.empty()) limit.from = "now";
    limit.title = keys.text("title");
    const std::string unit = keys.text("unit");
    const auto known = std::find_if(kUnits.begin(), kUnits.end(), [&](const auto& entry) {
        return entry.first == unit;
    });
    if (known == kUnits.end()) {
        keys.complain("unit", "must be minutes, hours, calendar_days or working_days");
    } else {
        limit.unit = known->second;
    }
    return limit;
}

}  // namespace

std::string_view to_string(AuditKind kind) {
    switch (kind) {
        case AuditKind::collection:
            return "collection";
        case AuditKind::alteration:
            return "alteration";
        case AuditKind::consultation:
            return "consultation";
        case AuditKind::disclosure:
            return "disclosure";
        case AuditKind::combination:
            return "combination";
        case AuditKind::erasure:
            return "erasure";
    }
    std::terminate();
}

StateRule read_state_rule(
    const json::object& meta, const std::string& pointer, Problems& problems
) {
    Keys keys(meta, pointer, problems);
    StateRule rule;
    rule.title = keys.text("title");
    rule.queue = keys.text("queue");
    rule.lists = keys.texts("lists");
    rule.priority = keys.number("priority", 0, kPriorityMax);
    rule.round = keys.flag("round");
    const json::value* task = meta.if_contains("task");
    if (task == nullptr) return rule;
    if (!task->is_object()) {
        keys.complain("task", "must be an object with roles, priority and due");
        return rule;
    }
    const std::string place = pointer + "/task";
    Keys task_keys(task->get_object(), place, problems);
    rule.has_task = true;
    rule.task_title = task_keys.text("title");
    rule.task_roles = task_keys.roles("roles");
    rule.task_priority = task_keys.number("priority", 0, kPriorityMax);
    rule.task_due = task_keys.text("due");
    rule.task_each = task_keys.text("each");
    if (rule.task_roles.empty()) task_keys.complain("roles", "must name who does the task");
    return rule;
}

Opening read_opening(const json::object& meta, const std::string& pointer, Problems& problems) {
    Opening opening;
    const json::value* written = meta.if_contains("opening");
    if (written == nullptr) return opening;
    if (!written->is_object()) {
        problems.push_back({.pointer = pointer, .reason = "opening must be an object"});
        return opening;
    }
    const std::string place = pointer + "/opening";
    Keys keys(written->get_object(), place, problems);
    opening.title = keys.text("title");
    opening.form = keys.text("form");
    opening.roles = keys.roles("roles");
    if (opening.title.empty()) keys.complain("title", "is missing: people read it");
    if (opening.form.empty()) keys.complain("form", "is missing");
    if (opening.roles.empty()) keys.complain("roles", "must name who opens a case");
    const json::value* merge = written->get_object().if_contains("merge");
    if (merge == nullptr) return opening;
    const std::string merge_place = place + "/merge";
    const json::object* merge_written = merge->if_object();
    Keys merge_keys(merge_written != nullptr ? *merge_written : meta, merge_place, problems);
    if (merge_written != nullptr) {
        opening.merge_within = merge_keys.text("within");
        opening.merge_event = merge_keys.text("event");
    }
    if (opening.merge_within.empty() || opening.merge_event.empty()) {
        merge_keys.complain("", "merge must be an object with within and event");
    }
    return opening;
}

TransitionRule read_transition_rule(
    const json::object& meta, const std::string& pointer, Problems& problems
) {
    Keys keys(meta, pointer, problems);
    TransitionRule rule;
    rule.roles = keys.roles("roles");
    rule.differs_from = keys.texts("differs_from");
    rule.fresh_sign_in = keys.flag("fresh_sign_in");
    if (const json::value* recipient = meta.if_contains("recipient")) rule.recipient = *recipient;
    for (auto& problem : statechart::check_expression(rule.recipient, pointer + "/recipient"))
        problems.push_back(std::move(problem));
    return rule;
}

std::vector<RuleWords> read_rule_words(
    const json::object& meta, const std::string& pointer, Problems& problems
) {
    std::vector<RuleWords> all;
    const json::value* list = meta.if_contains("refusals");
    if (list == nullptr) return all;
    const std::string at = pointer + "/refusals";
    if (!list->is_array()) {
        problems.push_back({at, "must be a list"});
        return all;
    }
    for (std::size_t index = 0; index < list->get_array().size(); ++index) {
        const json::object* written = list->get_array()[index].if_object();
        const std::string place = at + "/" + std::to_string(index);
        if (written == nullptr || !written->contains("unless") || !written->contains("en")) {
            problems.push_back({place, "needs `unless`, a part of a guard, and `en`, a sentence"});
            continue;
        }
        RuleWords words;
        for (const auto& [key, value] : *written) {
            if (key == "unless") {
                words.unless = value;
            } else if (value.is_string() && !value.get_string().empty()) {
                words.says[key] = value;
            } else {
                problems.push_back({place + "/" + std::string(key), "must be a sentence"});
            }
        }
        all.push_back(std::move(words));
    }
    return all;
}

ActionRule read_action_rule(
    const std::string& name,
    const json::object& meta,
    const std::string& pointer,
    Problems& problems
) {
    Keys keys(meta, pointer, problems);
    ActionRule rule;
    rule.name = name;
    rule.behind_glass = keys.flag("behind_glass");
    rule.only_last = keys.flag("only_last");
    rule.title = keys.text("title");
    rule.form = keys.text("form");
    rule.shows = keys.texts("shows");
    const std::string papers = keys.text("papers");
    if (papers == "issue") {
        rule.papers = Papers::issue;
    } else if (papers == "rest_on") {
        rule.papers = Papers::rest_on;
    } else if (!papers.empty()) {
        keys.complain("papers", "must be issue or rest_on");
    }
    if (rule.title.empty()) keys.complain("title", "is missing: people read it");
    const std::string audit = keys.text("audit");
    const auto kind = std::find_if(kAuditKinds.begin(), kAuditKinds.end(), [&](AuditKind known) {
        return to_string(known) == audit;
    });
    if (kind != kAuditKinds.end()) {
        rule.audit = *kind;
    } else if (!audit.empty()) {
        keys.complain("audit", "must be one of the six kinds of processing");
    }
    return rule;
}

std::map<std::string, Limit, std::less<>> read_limits(
    const json::value& limits, const std::string& pointer, Problems& problems
) {
    std::map<std::string, Limit, std::less<>> all;
    const json::object* written = limits.if_object();
    if (written == nullptr) {
        problems.push_back({.pointer = pointer, .reason = "limits must be an object of limits"});
        return all;
    }
    for (const auto& [key, value] : *written) {
        const std::string name(key);
        const std::string place = pointer + "/" + name;
        if (const json::object* limit = value.if_object()) {
            all.emplace(name, read_limit(name, *limit, place, problems));
        } else {
            problems.push_back({.pointer = place, .reason = "a limit must be an object"});
        }
    }
    return all;
}

// Days of the week, at most six; a calendar that names none rests on Saturday and Sunday.
void read_weekend(const json::object& calendar, Keys& keys, Calendar& read) {
    const json::value* found = calendar.if_contains("weekend");
    if (found == nullptr) return;
    constexpr std::array<std::string_view, 7> kDays{
        "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
    const json::array* days = found->if_array();
    read.weekend.reset();
    for (const json::value& day : days == nullptr ? json::array() : *days) {
        const json::string* name = day.if_string();
        const auto* known = name == nullptr
                                ? kDays.end()
                                : std::find(kDays.begin(), kDays.end(), std::string_view(*name));
        if (known == kDays.end()) {
            keys.complain("weekend", "must name days of the week, such as saturday");
        } else {
            read.weekend.set(static_cast<std::size_t>(known - kDays.begin()));
        }
    }
    if (days == nullptr) keys.complain("weekend", "must be a list of days of the week");
    if (read.weekend.all()) keys.complain("weekend", "leaves no day to work on");
}

Calendar read_calendar(
    const json::value& calendar, const std::string& pointer, Problems& problems
) {
    Calendar read;
    const json::object* object = calendar.if_object();
    const json::value* holidays = object == nullptr ? nullptr : object->if_contains("holidays");
    if (holidays == nullptr || !holidays->is_array()) {
        problems.push_back({.pointer = pointer, .reason = "a calendar needs a list of holidays"});
        return read;
    }
    Keys keys(*object, pointer, problems);
    read.id = keys.text("id");
    read_weekend(*object, keys, read);
    std::size_t index = 0;
    for (const json::value& entry : holidays->get_array()) {
        const json::value* date = &entry;
        if (const json::object* named = entry.if_object()) date = named->if_contains("date");
        const auto day = date != nullptr && date->is_string()
                             ? read_date(std::string_view(date->get_string()))
                             : std::nullopt;
        if (day) {
            read.holidays.insert(*day);
        } else {
            keys.complain("holidays/" + std::to_string(index), "must be a date like 2026-12-25");
        }
        ++index;
    }
    return read;
}

}  // namespace clarion::core
