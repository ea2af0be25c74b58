// StatisticsPlan: what a force counts, as its profile says it: facts of a case, tables over them,
// times, and indicators. Which facts there are and where a case holds them is data.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/statechart/problem.hpp"

namespace clarion::core::statistics {

enum class FactKind {
    label,  // what the term gives; a list stands for several
    years,  // whole years between two dates
    days,   // local days between two instants
    hours,  // hours begun between two instants
};

struct Fact {
    FactKind kind = FactKind::label;
    std::string title;
    json::value is;                   // of a label
    json::value from;                 // of a number
    json::value to;                   // of a number
    std::vector<std::int64_t> bands;  // first values of the bands after the first; rising
    std::string within;               // the fact whose values this one divides further
    bool many = false;                // a case may have several values, or none
};

// Cases that have one of these values, fact by fact.
using Where = std::map<std::string, std::vector<std::string>, std::less<>>;

struct TablePlan {
    std::string name;
    std::string title;
    std::string rows;
    std::string columns;  // empty: counts alone
    Where where;
};

struct TimesPlan {
    std::string name;
    std::string title;
    std::string fact;
    std::string by;
};

enum class Measure { share, median, ninetieth, longest };

struct IndicatorPlan {
    std::string name;
    std::string title;
    Measure measure = Measure::share;
    std::string fact;  // of a measure of time
    Where of;          // of a share
    Where in;
};

struct StatisticsPlan {
    std::int64_t small_below = 5;
    std::optional<std::int64_t> population;  // of the force's area
    std::map<std::string, Fact, std::less<>> facts;
    std::vector<TablePlan> tables;
    std::vector<TimesPlan> times;
    std::vector<IndicatorPlan> indicators;
};

// Facts that every plan has without saying so.
inline constexpr std::string_view kMonth = "month";      // of receipt, 2026-11
inline constexpr std::string_view kQuarter = "quarter";  // of receipt, 2026-Q4
// How many requests of the year name the same person: 1, 2, 3+.
inline constexpr std::string_view kSubjectRequests = "subject_requests";
inline constexpr std::string_view kApplicantRequests = "applicant_requests";

// `pointer` is where `written` stands. What is wrong is added to `problems`.
[[nodiscard]] StatisticsPlan read_plan(
    const json::value& written,
    const std::string& pointer,
    std::vector<statechart::Problem>& problems
);

}  // namespace clarion::core::statistics
