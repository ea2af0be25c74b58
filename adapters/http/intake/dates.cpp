// What people write in the three boxes of a date.
#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>

#include "adapters/http/intake/answers.hpp"

namespace clarion::http::intake {

namespace {

struct MonthNames {
    std::string_view english, welsh;
};
constexpr std::array<MonthNames, 12> kMonths{{
    {"january", "ionawr"},
    {"february", "chwefror"},
    {"march", "mawrth"},
    {"april", "ebrill"},
    {"may", "mai"},
    {"june", "mehefin"},
    {"july", "gorffennaf"},
    {"august", "awst"},
    {"september", "medi"},
    {"october", "hydref"},
    {"november", "tachwedd"},
    {"december", "rhagfyr"},
}};
constexpr std::size_t kShortNameMin = 3;

std::optional<int> read_number(std::string_view text) {
    int number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (error != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
    return number;
}

bool is_short_for(std::string_view text, std::string_view name) {
    return text.size() >= kShortNameMin && name.starts_with(text);
}

std::string box(const core::json::value& boxes, std::string_view name) {
    const auto* object = boxes.if_object();
    const auto* text = object ? object->if_contains(name) : nullptr;
    return text && text->is_string() ? std::string(text->get_string()) : std::string();
}

std::string padded(int number, std::size_t width) {
    std::string text = std::to_string(number);
    return text.size() < width ? std::string(width - text.size(), '0') + text : text;
}

ReadDate incomplete(bool day, bool month, bool year) {
    ReadDate read{.text = {}, .code = "incomplete", .wrong = {}};
    if (!day) read.wrong += 'd';
    if (!month) read.wrong += 'm';
    if (!year) read.wrong += 'y';
    return read;
}

}  // namespace

std::optional<int> read_month(std::string_view text) {
    if (const auto number = read_number(text)) {
        return *number >= 1 && *number <= 12 ? number : std::nullopt;
    }
    std::string lower(text);
    for (char& c : lower) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    while (lower.ends_with('.'))
        lower.pop_back();
    if (lower == "sept") lower = "sep";
    for (std::size_t i = 0; i < kMonths.size(); ++i) {
        if (is_short_for(lower, kMonths[i].english) || is_short_for(lower, kMonths[i].welsh)) {
            return static_cast<int>(i + 1);
        }
    }
    return std::nullopt;
}

ReadDate read_date(const core::json::value& boxes) {
    const std::string day = box(boxes, "day");
    const std::string month = box(boxes, "month");
    const std::string year = box(boxes, "year");
    if (day.empty() && month.empty() && year.empty()) {
        return {.text = {}, .code = "required", .wrong = "dmy"};
    }
    if (day.empty() || month.empty() || year.empty()) {
        return incomplete(!day.empty(), !month.empty(), !year.empty());
    }
    const auto d = read_number(day);
    const auto m = read_month(month);
    const auto y = read_number(year);
    if (!y || year.size() != 4) {
        return {.text = {}, .code = "year_digits", .wrong = "y"};
    }
    const auto whole = std::chrono::year(*y) / (m ? *m : 0) / (d && *d <= 31 ? *d : 0);
    if (!d || !m || !whole.ok()) {
        const std::string wrong = !m ? (d ? "m" : "dm") : "d";
        return {.text = {}, .code = "not_real", .wrong = wrong};
    }
    return {
        .text = padded(*y, 4) + "-" + padded(*m, 2) + "-" + padded(*d, 2), .code = {}, .wrong = {}};
}

bool is_younger_than(int years, const core::json::value& boxes, Today today) {
    const ReadDate read = read_date(boxes);
    if (!read.code.empty()) return false;
    const std::string limit =
        padded(today.year - years, 4) + "-" + padded(today.month, 2) + "-" + padded(today.day, 2);
    return read.text > limit;
}

}  // namespace clarion::http::intake
