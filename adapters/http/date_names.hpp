// The English names of months and days of the week, as pages write dates.
#pragma once

#include <array>
#include <string_view>

namespace clarion::http {

inline constexpr std::array<std::string_view, 12> kMonthNames{
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"};
// In the order of std::chrono::weekday::c_encoding.
inline constexpr std::array<std::string_view, 7> kWeekdayNames{
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

}  // namespace clarion::http
