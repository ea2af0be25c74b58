#include "engine/core/time/instant.hpp"

#include <algorithm>

namespace clarion::core {

namespace {

// Exactly `width` digits. Requires: the number is not negative and has no more.
void append_padded(std::string& text, unsigned number, std::size_t width) {
    const std::size_t end = text.size() + width;
    text.resize(end, '0');
    for (std::size_t at = end; number > 0; number /= 10)
        text[--at] = static_cast<char>('0' + number % 10);
}

// Exactly `width` digits at `position`, which moves behind them.
std::optional<int> take_digits(std::string_view text, std::size_t& position, std::size_t width) {
    if (position + width > text.size()) return std::nullopt;
    int number = 0;
    for (std::size_t end = position + width; position < end; ++position) {
        const char digit = text[position];
        if (digit < '0' || digit > '9') return std::nullopt;
        number = number * 10 + (digit - '0');
    }
    return number;
}

bool take(std::string_view text, std::size_t& position, std::string_view any_of) {
    if (position >= text.size() || any_of.find(text[position]) == std::string_view::npos)
        return false;
    ++position;
    return true;
}

// After the dot: any number of digits, of which milliseconds are kept and the rest is cut off.
std::optional<int> take_fraction(std::string_view text, std::size_t& position) {
    int milliseconds = 0;
    int digits = 0;
    for (; position < text.size() && text[position] >= '0' && text[position] <= '9'; ++position) {
        if (digits < 3) milliseconds = milliseconds * 10 + (text[position] - '0');
        ++digits;
    }
    if (digits == 0) return std::nullopt;
    for (; digits < 3; ++digits)
        milliseconds *= 10;
    return milliseconds;
}

std::optional<std::chrono::sys_days> take_date(std::string_view text, std::size_t& position) {
    const auto year = take_digits(text, position, 4);
    if (!year || !take(text, position, "-")) return std::nullopt;
    const auto month = take_digits(text, position, 2);
    if (!month || !take(text, position, "-")) return std::nullopt;
    const auto day = take_digits(text, position, 2);
    if (!day) return std::nullopt;

    const std::chrono::year_month_day date{
        std::chrono::year(*year),
        std::chrono::month(static_cast<unsigned>(*month)),
        std::chrono::day(static_cast<unsigned>(*day))};
    if (!date.ok()) return std::nullopt;
    return std::chrono::sys_days(date);
}

std::optional<std::chrono::milliseconds> take_time(std::string_view text, std::size_t& position) {
    const auto hour = take_digits(text, position, 2);
    if (!hour || !take(text, position, ":")) return std::nullopt;
    const auto minute = take_digits(text, position, 2);
    if (!minute || !take(text, position, ":")) return std::nullopt;
    const auto second = take_digits(text, position, 2);
    if (!second || *hour > 23 || *minute > 59) return std::nullopt;
    const int second_max =
        *hour == 23 && *minute == 59 ? 60 : 59;  // a leap second counts as the next day
    if (*second > second_max) return std::nullopt;

    std::optional<int> milliseconds = 0;
    if (take(text, position, ".")) milliseconds = take_fraction(text, position);
    if (!milliseconds) return std::nullopt;
    return std::chrono::hours(*hour) + std::chrono::minutes(*minute) +
           std::chrono::seconds(*second) + std::chrono::milliseconds(*milliseconds);
}

}  // namespace

std::string to_rfc3339(Instant instant) {
    std::string text;
    text.reserve(24);
    append_rfc3339(text, instant);
    return text;
}

void append_rfc3339(std::string& text, Instant instant) {
    const auto day = std::chrono::floor<std::chrono::days>(instant);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss time(instant - day);
    const auto pad = [&text](auto number, std::size_t width, char then) {
        append_padded(text, static_cast<unsigned>(number), width);
        text += then;
    };
    const int year = static_cast<int>(date.year());
    if (0 <= year && year <= 9999) {
        pad(year, 4, '-');
    } else {
        text +=
            std::to_string(year) + '-';  // RFC 3339 knows no such year, and nobody reads it back
    }
    pad(static_cast<unsigned>(date.month()), 2, '-');
    pad(static_cast<unsigned>(date.day()), 2, 'T');
    pad(time.hours().count(), 2, ':');
    pad(time.minutes().count(), 2, ':');
    pad(time.seconds().count(), 2, '.');
    pad(time.subseconds().count(), 3, 'Z');
}

std::optional<Instant> parse_rfc3339(std::string_view text) {
    std::size_t position = 0;
    const auto date = take_date(text, position);
    if (!date || !take(text, position, "Tt")) return std::nullopt;
    const auto time = take_time(text, position);
    if (!time || !take(text, position, "Zz") || position != text.size()) return std::nullopt;
    return *date + *time;
}

}  // namespace clarion::core
