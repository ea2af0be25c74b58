// Words that stand in no page's data: what every page of the form says around its question. A
// catalogue has them all; see interface_messages().
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "adapters/http/web/tongue.hpp"

namespace clarion::http::intake {

// Everything below, and the names of months and days.
[[nodiscard]] std::vector<web::Message> interface_messages();

namespace words {

inline constexpr std::string_view kContinue = "Continue";
inline constexpr std::string_view kBack = "Back";
inline constexpr std::string_view kChange = "Change";
inline constexpr std::string_view kSkip = "Skip to main content";
inline constexpr std::string_view kLeave = "Leave this page";
inline constexpr std::string_view kEmergency = "Emergency";
inline constexpr std::string_view kExit = "Exit this page";
inline constexpr std::string_view kLanguage = "Language";
inline constexpr std::string_view kPage = "Page";
inline constexpr std::string_view kQuestion = "Question {n}";
inline constexpr std::string_view kErrorTitle = "Error: {title}";
inline constexpr std::string_view kError = "Error:";
inline constexpr std::string_view kProblem = "There is a problem";
inline constexpr std::string_view kAnsweredElsewhere =
    "You answered this in another window. Look at it again, and continue if this is right";
inline constexpr std::string_view kOptional = "{label} (optional)";
inline constexpr std::string_view kOfAnswer = "{label}: {complaint}";
inline constexpr std::string_view kNotProvided = "Not provided";
inline constexpr std::string_view kDay = "Day";
inline constexpr std::string_view kMonth = "Month";
inline constexpr std::string_view kYear = "Year";
inline constexpr std::string_view kDate = "{day} {month} {year}";
inline constexpr std::string_view kWeekdayDate = "{weekday} {day} {month}";
inline constexpr std::string_view kEveryone = "everyone";

// What staff choose before they read the form out.
inline constexpr std::string_view kHowTheyAsk = "How are they asking?";
inline constexpr std::string_view kChooseHowTheyAsk = "Choose how they are asking";
inline constexpr std::string_view kByPhone = "By telephone";
inline constexpr std::string_view kAtFrontDesk = "At the front counter";
inline constexpr std::string_view kToOfficer = "They asked an officer";
inline constexpr std::string_view kReadBack =
    "I will read back what I wrote. Please stop me if anything is not right.";

// A count that a script keeps while somebody writes.
inline constexpr std::string_view kLeftOne = "You have {n} character remaining";
inline constexpr std::string_view kLeftMany = "You have {n} characters remaining";
inline constexpr std::string_view kOverOne = "You have {n} character too many";
inline constexpr std::string_view kOverMany = "You have {n} characters too many";
inline constexpr std::string_view kUpTo = "You can enter up to {n} characters";
inline constexpr std::string_view kUpToOne = "You can enter up to {n} character";
inline constexpr std::string_view kAtLimit = "You have 0 characters remaining";

// What a script says while somebody presses Shift to leave.
inline constexpr std::string_view kLeaving = "Exiting page.";
inline constexpr std::string_view kTimedOut = "Exit this page expired.";
inline constexpr std::string_view kTwoMore = "Shift, press 2 more times to exit.";
inline constexpr std::string_view kOneMore = "Shift, press 1 more time to exit.";

// 1 to 12.
[[nodiscard]] std::string month_name(const web::Tongue& tongue, int month);
// 27 November 2026, of a day since the epoch.
[[nodiscard]] std::string full_date(const web::Tongue& tongue, int days_since_1970);
// Friday 27 November, of a day since the epoch.
[[nodiscard]] std::string weekday_date(const web::Tongue& tongue, int days_since_1970);

}  // namespace words

}  // namespace clarion::http::intake
