// StatisticsReport: the counts of one calendar year as a plan wants them, fit to be given away.
//
// Every count under the plan's `small_below` is hidden, with what would give it away by
// subtraction; see suppression.hpp. Shares are told where both their counts are, times where the
// group is not small, in whole days or hours. Limits: two reports made at different times can be
// compared; that is for whoever gives them away
//         to think of.
#pragma once

#include "engine/core/statistics/facts.hpp"
#include "engine/core/statistics/plan.hpp"

namespace clarion::core::statistics {

// An open case of any year, as lists show it.
struct OpenCase {
    std::string age;       // a band of days
    std::string queue;     // or none
    std::string assignee;  // a name, or nobody
};

struct ReportInput {
    int year = 0;
    Instant made_at;
    std::vector<CaseFacts> cases;  // received in the year
    std::vector<OpenCase> open;
    std::int64_t unreadable = 0;  // damaged cases, in no count
};

// {year, made_at, small_below, cases, unreadable, tables, times, indicators}; a count that is
// hidden is null.
[[nodiscard]] json::object make_report(const StatisticsPlan& plan, ReportInput input);

}  // namespace clarion::core::statistics
