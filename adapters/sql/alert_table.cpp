#include "adapters/sql/alert_table.hpp"

namespace clarion::sql {

namespace {

const std::string kSelect =
    "SELECT id, rule, once, person, case_id, raised_at, count, settled_at, settled_by, finding"
    " FROM alerts LEFT JOIN cases ON cases.pk = case_pk";

// Newest first, without what is about the person, after the one that was shown last.
const std::string kPage =
    " AND person <> ?1 AND (CAST(?2 AS TEXT) = ''"
    " OR alerts.pk < (SELECT last.pk FROM alerts last WHERE last.id = ?2))"
    " ORDER BY alerts.pk DESC LIMIT ?3";

ports::AlertRow read_alert(const Rows& rows) {
    ports::AlertRow row;
    row.id = rows.text(0);
    row.rule = rows.text(1);
    row.once = rows.text(2);
    row.person.text = rows.text(3);
    if (!rows.is_null(4)) row.case_id = core::CaseId{rows.text(4)};
    row.raised_at = rows.instant(5);
    row.count = rows.number(6);
    row.settled_at = rows.maybe_instant(7);
    row.settled_by.text = rows.text(8);
    row.finding = rows.text(9);
    return row;
}

}  // namespace

AlertTable::AlertTable(Connection& connection, CaseTable& cases)
    : cases_(cases),
      there_(connection, "SELECT 1 FROM alerts WHERE once = ?"),
      about_(
          connection,
          "SELECT 1 FROM alerts JOIN cases ON cases.pk = case_pk"
          " WHERE rule = ? AND person = ? AND case_id = ?"
      ),
      rises_(connection, "UPDATE alerts SET count = ?2 WHERE once = ?1 AND count < ?2"),
      folds_(
          connection,
          "UPDATE alerts SET count = count + 1"
          " WHERE settled_at IS NULL AND rule = ? AND person = ? AND case_pk = ?"
      ),
      insert_(
          connection,
          "INSERT INTO alerts (id, rule, once, person, case_pk, raised_at, count, settled_at,"
          " settled_by, finding) VALUES (?, ?, ?, ?, nullif(CAST(? AS BIGINT), 0), ?, ?, NULL, '', "
          "'')"
      ),
      open_(connection, kSelect + " WHERE settled_at IS NULL" + kPage),
      settled_(connection, kSelect + " WHERE settled_at IS NOT NULL" + kPage),
      find_(connection, kSelect + " WHERE id = ?"),
      settle_(
          connection,
          "UPDATE alerts SET settled_at = ?2, settled_by = ?3, finding = ?4 WHERE id = ?1"
      ) {}

bool AlertTable::raise(const ports::AlertRow& row) {
    if (has(row.once)) {
        rises_.write(row.once, row.count);
        return false;
    }
    // What was asked for may not be there.
    const auto known = row.case_id ? cases_.find_pk(*row.case_id) : std::nullopt;
    const std::int64_t case_pk = known.value_or(0);
    if (row.folds && folds_.write_and_count(row.rule, row.person.text, case_pk) > 0) return false;
    insert_.write(row.id, row.rule, row.once, row.person.text, case_pk, row.raised_at, row.count);
    return true;
}

std::vector<ports::AlertRow> AlertTable::page(const ports::AlertPage& page) {
    std::vector<ports::AlertRow> found;
    Statement& asked = page.settled ? settled_ : open_;
    Rows rows = asked.ask(page.but_about.text, page.after, page.limit);
    while (rows.next())
        found.push_back(read_alert(rows));
    return found;
}

std::optional<ports::AlertRow> AlertTable::find(std::string_view id) {
    Rows rows = find_.ask(id);
    if (!rows.next()) return std::nullopt;
    return read_alert(rows);
}

void AlertTable::settle(const ports::AlertRow& settled) {
    settle_.write(settled.id, settled.settled_at, settled.settled_by.text, settled.finding);
}

}  // namespace clarion::sql
