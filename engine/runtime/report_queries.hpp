// ReportQueries: facts of cases, a part at a time, for the statistics of a year. Who may read
// reports may not therefore read cases: what comes of the facts is for the core to say.
//
// Limits: each part looks at kCasesAPart cases and opens those of the year.
#pragma once

#include "engine/core/statistics/plan.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

inline constexpr int kCasesAPart = 100;

class ReportQueries {
public:
    explicit ReportQueries(QueryParts parts) : parts_(parts) {}

    [[nodiscard]] Outcome part(const Caller& caller, const ReadReport& asked);

private:
    struct Part;

    void look_at(const ports::CaseRow& row, const core::Process& ours, int year, Part& part);
    [[nodiscard]] core::json::object facts_of(
        const ports::CaseRow& row, const core::statistics::StatisticsPlan& plan
    );
    struct Waiting {
        std::string queue;
        std::string person;
    };
    [[nodiscard]] Waiting where_it_waits(const ports::CaseRow& row);
    [[nodiscard]] core::json::object open_case(
        const ports::CaseRow& row, const core::Process& ours
    );

    QueryParts parts_;
};

}  // namespace clarion::runtime
