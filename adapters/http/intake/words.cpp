#include "adapters/http/intake/words.hpp"

#include <array>
#include <chrono>
#include <span>

#include "adapters/http/date_names.hpp"

namespace clarion::http::intake {

using namespace words;

namespace {

// Within a date, where Welsh writes the day's name small.
constexpr std::string_view kInDate = "in a date";

constexpr std::array kPlain{kContinue,    kBack,
                            kChange,      kSkip,
                            kLeave,       kEmergency,
                            kExit,        kLanguage,
                            kPage,        kQuestion,
                            kError,       kProblem,
                            kErrorTitle,  kOptional,
                            kDay,         kMonth,
                            kNotProvided, kYear,
                            kDate,        kEveryone,
                            kWeekdayDate, kLeaving,
                            kTimedOut,    kTwoMore,
                            kOneMore,     kAtLimit,
                            kHowTheyAsk,  kChooseHowTheyAsk,
                            kByPhone,     kAtFrontDesk,
                            kToOfficer,   kReadBack,
                            kOfAnswer,    kAnsweredElsewhere};

}  // namespace

std::vector<web::Message> interface_messages() {
    std::vector<web::Message> messages;
    messages.reserve(std::size(kPlain));
    for (const std::string_view english : kPlain)
        messages.push_back({.place = {}, .english = std::string(english), .many = {}});
    for (const auto& [one, many] :
         {std::pair{kLeftOne, kLeftMany}, {kOverOne, kOverMany}, {kUpToOne, kUpTo}}) {
        messages.push_back({.place = {}, .english = std::string(one), .many = std::string(many)});
    }
    for (const auto& names : {std::span<const std::string_view>(kMonthNames), {kWeekdayNames}}) {
        for (const std::string_view name : names) {
            messages.push_back(
                {.place = std::string(kInDate), .english = std::string(name), .many = {}}
            );
        }
    }
    return messages;
}

namespace words {

std::string month_name(const web::Tongue& tongue, int month) {
    return tongue.say(kMonthNames.at(static_cast<std::size_t>(month - 1)), kInDate);
}

std::string full_date(const web::Tongue& tongue, int days_since_1970) {
    const std::chrono::sys_days day{std::chrono::days(days_since_1970)};
    const std::chrono::year_month_day date(day);
    return web::filled(
        tongue.say(kDate),
        {{"day", std::to_string(static_cast<unsigned>(date.day()))},
         {"month", month_name(tongue, static_cast<int>(static_cast<unsigned>(date.month())))},
         {"year", std::to_string(static_cast<int>(date.year()))}}
    );
}

std::string weekday_date(const web::Tongue& tongue, int days_since_1970) {
    const std::chrono::sys_days day{std::chrono::days(days_since_1970)};
    const std::chrono::year_month_day date(day);
    const auto weekday = std::chrono::weekday(day).c_encoding();
    return web::filled(
        tongue.say(kWeekdayDate),
        {{"weekday", tongue.say(kWeekdayNames.at(weekday), kInDate)},
         {"day", std::to_string(static_cast<unsigned>(date.day()))},
         {"month", month_name(tongue, static_cast<int>(static_cast<unsigned>(date.month())))}}
    );
}

}  // namespace words

}  // namespace clarion::http::intake
