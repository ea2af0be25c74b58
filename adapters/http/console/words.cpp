#include "adapters/http/console/words.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "adapters/http/date_names.hpp"

namespace clarion::http::console {

namespace json = core::json;

namespace {

// What a limit that ends with a day lies beyond that day.
constexpr std::chrono::milliseconds kMoment{1};

std::string words_of(std::chrono::year_month_day date) {
    return std::to_string(static_cast<unsigned>(date.day())) + " " +
           std::string(kMonthNames[static_cast<unsigned>(date.month()) - 1]) + " " +
           std::to_string(static_cast<int>(date.year()));
}

int number_at(const json::value& value, std::string_view name) {
    const json::value& number = at(value, name);
    return number.is_int64()    ? static_cast<int>(number.get_int64())
           : number.is_uint64() ? static_cast<int>(number.get_uint64())
                                : 0;
}

ClockWords words_for(int day, int total, std::string_view state) {
    ClockWords clock{.words = {}, .colour = {}, .day = day, .total = total};
    if (total == 0) return clock;
    const int left = total - day;
    clock.words = "Day " + std::to_string(day) + " of " + std::to_string(total) + ", ";
    if (left < 0) {
        clock.words += std::to_string(-left) + (left == -1 ? " day late" : " days late");
    } else {
        clock.words += std::to_string(left) + (left == 1 ? " day left" : " days left");
    }
    const bool late = left < 0 || state == "overdue";
    clock.colour = late ? "red" : (state == "warned" ? "yellow" : "green");
    return clock;
}

}  // namespace

const json::value& at(const json::value& value, std::string_view name) {
    static const json::value kNothing;
    const auto* object = value.if_object();
    const json::value* found = object ? object->if_contains(name) : nullptr;
    return found ? *found : kNothing;
}

std::string text_at(const json::value& value, std::string_view name) {
    const json::value& text = at(value, name);
    return text.is_string() ? std::string(text.get_string()) : std::string();
}

std::string title_of_code(std::string_view code) {
    std::string title(code);
    for (char& c : title) {
        if (c == '_' || c == '.') c = ' ';
    }
    if (!title.empty() && title[0] >= 'a' && title[0] <= 'z') {
        title[0] = static_cast<char>(title[0] - 'a' + 'A');
    }
    return title;
}

std::string rules_in_words(const core::json::value& reasons) {
    std::string words;
    if (const auto* list = reasons.if_array()) {
        for (const core::json::value& reason : *list)
            words += (words.empty() ? "" : " ") + text_at(reason, "en");
    }
    return words.empty() ? "A rule of the process does not hold yet for this." : words;
}

std::string why_not_in_words(const core::json::value& why_not) {
    struct Known {
        std::string_view code, words;
    };
    constexpr std::array<Known, 4> kKnown{{
        {"action_not_available", "Not where the case stands now."},
        {"role_not_allowed", "Another role does this."},
        {"second_person_required", "You took a step that must be somebody else's."},
        {"sign_in_too_old", "Sign in again first."},
    }};
    const std::string code = text_at(why_not, "code");
    if (code == "guard_failed") return rules_in_words(at(why_not, "reasons"));
    const auto known = std::find_if(kKnown.begin(), kKnown.end(), [&code](const Known& one) {
        return one.code == code;
    });
    return known == kKnown.end() ? title_of_code(code) + "." : std::string(known->words);
}

std::string day_words(std::string_view rfc3339) {
    const auto instant = core::parse_rfc3339(rfc3339);
    if (!instant) return std::string(rfc3339);
    const auto day = std::chrono::floor<std::chrono::days>(*instant);
    const std::chrono::weekday weekday(day);
    return std::string(kWeekdayNames[weekday.c_encoding()]) + " " +
           words_of(std::chrono::year_month_day(day));
}

std::string due_words(std::string_view rfc3339) {
    const auto instant = core::parse_rfc3339(rfc3339);
    if (!instant) return std::string(rfc3339);
    // A limit in days is over at a local midnight; one in hours or minutes needs its time told.
    const auto time = *instant - std::chrono::floor<std::chrono::days>(*instant);
    const bool is_midnight = time == std::chrono::hours(0) || time == std::chrono::hours(23);
    return is_midnight ? day_words(core::to_rfc3339(*instant - kMoment)) : moment_words(rfc3339);
}

std::string moment_words(std::string_view rfc3339) {
    if (!core::parse_rfc3339(rfc3339) || rfc3339.size() < 16) return std::string(rfc3339);
    return day_words(rfc3339) + ", " + std::string(rfc3339.substr(11, 5)) + " UTC";
}

std::string date_words(std::string_view iso_date) {
    const auto instant = core::parse_rfc3339(std::string(iso_date) + "T00:00:00.000Z");
    if (!instant) return std::string(iso_date);
    return words_of(std::chrono::year_month_day(std::chrono::floor<std::chrono::days>(*instant)));
}

ClockWords clock_words(const json::value& clock) {
    return words_for(
        number_at(clock, "day"), number_at(clock, "days_total"), text_at(clock, "state")
    );
}

ClockWords clock_words(const json::value& row, core::Instant now) {
    const auto received = core::parse_rfc3339(text_at(row, "received_at"));
    const auto due = core::parse_rfc3339(text_at(row, "due_at"));
    if (!received || !due) return {};
    const auto day_of = [](core::Instant instant) {
        return std::chrono::floor<std::chrono::days>(instant);
    };
    const auto since = (day_of(now) - day_of(*received)).count();
    const auto total = (day_of(*due - kMoment) - day_of(*received)).count();
    return words_for(static_cast<int>(since), static_cast<int>(total), text_at(row, "clock_state"));
}

std::string handed_on_words(const json::value& case_document, std::string_view agency) {
    std::string words;
    const auto* agencies = at(case_document, "agencies").if_array();
    if (!agencies || agency.empty()) return words;
    for (const json::value& asked : *agencies) {
        const auto* people = at(asked, "handed_on").if_array();
        if (!people || text_at(asked, "agency") != agency) continue;
        for (const json::value& who : *people) {
            const std::string name = text_at(who, "name");
            words += words.empty() ? "Knows somebody in it and handed it on: " : "; ";
            words +=
                (name.empty() ? "one of theirs" : name) + ", " + moment_words(text_at(who, "at"));
        }
    }
    return words;
}

}  // namespace clarion::http::console
