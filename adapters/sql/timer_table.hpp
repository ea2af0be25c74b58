// TimerTable: when each case wants to be woken. Most steps leave a case's timers as they are, so
// only differences are written.
#pragma once

#include "adapters/sql/case_table.hpp"

namespace clarion::sql {

class TimerTable {
public:
    TimerTable(Connection& connection, CaseTable& cases);

    void replace(const core::CaseId& id, const std::vector<ports::TimerRow>& timers);
    [[nodiscard]] std::vector<ports::TimerRow> of(const core::CaseId& id);
    [[nodiscard]] std::vector<ports::TimerRow> due(core::Instant now, int limit);
    [[nodiscard]] std::optional<core::Instant> next_due();

private:
    Connection& connection_;
    CaseTable& cases_;
    Statement of_case_, put_, remove_, due_, next_due_;
};

}  // namespace clarion::sql
