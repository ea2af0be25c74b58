#include "adapters/sql/timer_table.hpp"

#include <map>

namespace clarion::sql {

TimerTable::TimerTable(Connection& connection, CaseTable& cases)
    : connection_(connection),
      cases_(cases),
      of_case_(connection, "SELECT timer_id, due FROM timers WHERE case_pk = ?"),
      put_(
          connection,
          "INSERT INTO timers (case_pk, timer_id, due) VALUES (?1, ?2, ?3)"
          " ON CONFLICT (case_pk, timer_id) DO UPDATE SET due = ?3"
      ),
      remove_(connection, "DELETE FROM timers WHERE case_pk = ? AND timer_id = ?"),
      due_(
          connection,
          "SELECT case_id, timer_id, due FROM timers JOIN cases ON cases.pk = case_pk"
          " WHERE due <= ? ORDER BY due, case_pk, timer_id LIMIT ?"
      ),
      next_due_(connection, "SELECT min(due) FROM timers") {}

void TimerTable::replace(const core::CaseId& id, const std::vector<ports::TimerRow>& timers) {
    const std::int64_t pk = cases_.pk_of(id);
    std::map<std::string, core::Instant> stored;
    {
        Rows rows = of_case_.ask(pk);
        while (rows.next())
            stored.emplace(rows.text(0), rows.instant(1));
    }
    for (const ports::TimerRow& timer : timers) {
        const auto before = stored.find(timer.timer_id);
        const bool same = before != stored.end() && before->second == timer.due;
        if (!same) put_.write(pk, timer.timer_id, timer.due);
        if (before != stored.end()) stored.erase(before);
    }
    for (const auto& [timer_id, due] : stored)
        remove_.write(pk, timer_id);
}

std::vector<ports::TimerRow> TimerTable::of(const core::CaseId& id) {
    std::vector<ports::TimerRow> timers;
    const auto pk = cases_.find_pk(id);
    if (!pk) return timers;
    Rows rows = of_case_.ask(*pk);
    while (rows.next())
        timers.push_back({id, rows.text(0), rows.instant(1)});
    return timers;
}

std::vector<ports::TimerRow> TimerTable::due(core::Instant now, int limit) {
    std::vector<ports::TimerRow> timers;
    if (!connection_.has(Duty::timers)) return timers;
    Rows rows = due_.ask(now, limit);
    while (rows.next())
        timers.push_back({{rows.text(0)}, rows.text(1), rows.instant(2)});
    return timers;
}

std::optional<core::Instant> TimerTable::next_due() {
    if (!connection_.has(Duty::timers)) return std::nullopt;
    Rows rows = next_due_.ask();
    if (!rows.next()) return std::nullopt;
    return rows.maybe_instant(0);
}

}  // namespace clarion::sql
