#include "engine/core/time/contact_window.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace clarion::core {

namespace {

using std::chrono::local_days;
using std::chrono::minutes;

// In the order of std::chrono::weekday::c_encoding. Frozen: in stored forms.
constexpr std::array<std::string_view, 7> kDayNames{
    "sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"};
constexpr minutes kQuietFrom{9 * 60};
constexpr minutes kQuietUntil{17 * 60};
constexpr minutes kMidnight{24 * 60};

struct Window {
    minutes from;   // by the wall clock
    minutes until;  // the first minute that is no longer safe
};

std::optional<minutes> read_clock(const json::value& value) {
    const json::string* text = value.if_string();
    if (text == nullptr || text->size() != 5 || text->at(2) != ':') return std::nullopt;
    const auto midnight = parse_rfc3339("2000-01-01T" + std::string(*text) + ":00Z");
    if (!midnight) return std::nullopt;
    return std::chrono::floor<minutes>(
        *midnight - std::chrono::floor<std::chrono::days>(*midnight)
    );
}

std::optional<Window> read_window(const json::object& windows, std::string_view name) {
    const json::value* written = windows.if_contains(name);
    if (written == nullptr || !written->is_array() || written->get_array().size() != 2) {
        return std::nullopt;
    }
    const auto from = read_clock(written->get_array()[0]);
    const auto until = read_clock(written->get_array()[1]);
    if (!from || !until || *from >= *until) return std::nullopt;
    return Window{*from, *until};
}

bool is_true(const json::object& plan, std::string_view key) {
    const json::value* value = plan.if_contains(key);
    return value != nullptr && value->is_bool() && value->get_bool();
}

bool is_text(const json::object& plan, std::string_view key, std::string_view wanted) {
    const json::value* value = plan.if_contains(key);
    return value != nullptr && value->is_string() && value->get_string() == wanted;
}

// Words about unsafe times: only a person can read them.
bool needs_a_reader(const json::object& plan) {
    const json::value* never = plan.if_contains("never");
    return never != nullptr && !never->is_null();
}

std::vector<Window> windows_on(
    const json::object& plan, const ContactRules& rules, local_days day
) {
    if (needs_a_reader(plan)) return {};
    const json::value* times = plan.if_contains("times");
    if (times == nullptr) {
        if (is_true(plan, "any_time")) return {{minutes(0), kMidnight}};
        if (!rules.calendar.is_working_day(day)) return {};
        return {{kQuietFrom, kQuietUntil}};
    }
    std::vector<Window> windows;
    if (!times->is_array() || rules.calendar.holidays.contains(day)) return windows;
    const std::string_view today = kDayNames[std::chrono::weekday(day).c_encoding()];
    for (const json::value& time : times->get_array()) {
        if (!time.is_string()) continue;
        std::string_view name(time.get_string());
        if (!name.starts_with(today)) continue;
        name.remove_prefix(today.size());
        if (!name.starts_with('_')) continue;
        if (const auto window = read_window(rules.windows, name.substr(1))) {
            windows.push_back(*window);
        }
    }
    return windows;
}

// The instant at which the wall clock of that day shows this time. On a day when clocks change,
// the hours since midnight are not what the wall clock shows; a time that is left out that day
// gives the moment when the clocks jump past it.
Instant instant_of(const Zone& zone, local_days day, minutes wall_clock) {
    const Instant guess = zone.start_of(day) + wall_clock;
    const LocalTime shown = zone.to_local(guess);
    const Instant exact = guess + (day - shown.day) + (wall_clock - shown.since_midnight);
    return zone.to_local(exact).since_midnight == wall_clock ? exact : guess;
}

}  // namespace

bool is_safe_now(const json::object& plan, const ContactRules& rules, Instant now) {
    const LocalTime local = rules.zone.to_local(now);
    for (const Window& window : windows_on(plan, rules, local.day)) {
        if (local.since_midnight >= window.from && local.since_midnight < window.until) return true;
    }
    return false;
}

std::optional<Instant> next_safe(
    const json::object& plan, const ContactRules& rules, Instant from
) {
    if (is_safe_now(plan, rules, from)) return from;
    const local_days today = rules.zone.to_local(from).day;
    for (local_days day = today; day <= today + kLookAheadMax; day += std::chrono::days(1)) {
        std::optional<Instant> first;
        for (const Window& window : windows_on(plan, rules, day)) {
            const Instant opens = instant_of(rules.zone, day, window.from);
            if (opens < from || !is_safe_now(plan, rules, opens)) continue;
            if (!first || opens < *first) first = opens;
        }
        if (first) return first;
    }
    return std::nullopt;
}

std::optional<SafeWindow> next_window(
    const json::object& plan, const ContactRules& rules, Instant from
) {
    const auto opens = next_safe(plan, rules, from);
    if (!opens) return std::nullopt;
    const local_days day = rules.zone.to_local(*opens).day;
    std::vector<Window> windows = windows_on(plan, rules, day);
    std::sort(windows.begin(), windows.end(), [](const Window& left, const Window& right) {
        return left.from < right.from;
    });
    SafeWindow safe{.from = *opens, .until = *opens};
    for (const Window& window : windows) {
        const Instant closes = window.until == kMidnight
                                   ? rules.zone.start_of(day + std::chrono::days(1))
                                   : instant_of(rules.zone, day, window.until);
        if (instant_of(rules.zone, day, window.from) <= safe.until)
            safe.until = std::max(safe.until, closes);
    }
    return safe;
}

std::optional<Instant> wall_clock_instant(
    const Zone& zone, std::string_view date, std::string_view time
) {
    const auto midnight = parse_rfc3339(std::string(date) + "T00:00:00Z");
    const auto since_midnight = read_clock(json::value(time));
    if (!midnight || !since_midnight) return std::nullopt;
    const auto days = std::chrono::floor<std::chrono::days>(*midnight);
    return instant_of(zone, local_days(days.time_since_epoch()), *since_midnight);
}

std::optional<SafeMoment> safe_moment(
    const json::object& plan, std::string_view way, const ContactRules& rules, Instant now
) {
    if (!is_text(plan, "message", way) || !is_true(plan, "by_" + std::string(way))) {
        return std::nullopt;
    }
    if (!is_safe_now(plan, rules, now)) return std::nullopt;
    return SafeMoment(now);
}

}  // namespace clarion::core
