#include "adapters/sql/task_table.hpp"

#include "adapters/sql/text_list.hpp"

namespace clarion::sql {

namespace {

const std::string kSelectTask =
    "SELECT task_id, case_id, state, each, title, tasks.queue, roles, priority, due, opened_at,"
    " closed_at FROM tasks JOIN cases ON cases.pk = case_pk";

ports::TaskRow read_row(const Rows& rows) {
    ports::TaskRow row;
    row.id.text = rows.text(0);
    row.case_id.text = rows.text(1);
    row.view.state = rows.text(2);
    row.view.each = rows.text(3);
    row.view.title = rows.text(4);
    row.view.queue = rows.text(5);
    row.view.roles = read_text_list(rows.text(6));
    row.view.priority = static_cast<int>(rows.integer(7));
    row.view.due = rows.maybe_instant(8);
    row.opened_at = rows.instant(9);
    row.closed_at = rows.maybe_instant(10);
    return row;
}

std::vector<ports::TaskRow> read_rows(Rows& rows) {
    std::vector<ports::TaskRow> tasks;
    while (rows.next())
        tasks.push_back(read_row(rows));
    return tasks;
}

}  // namespace

TaskTable::TaskTable(Connection& connection, CaseTable& cases)
    : cases_(cases),
      insert_(
          connection,
          "INSERT INTO tasks (task_id, case_pk, state, each, title, queue, roles, priority, due,"
          " opened_at, closed_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      ),
      close_(
          connection, "UPDATE tasks SET closed_at = ?2 WHERE task_id = ?1 AND closed_at IS NULL"
      ),
      open_of_case_(
          connection, kSelectTask + " WHERE case_pk = ? AND closed_at IS NULL ORDER BY tasks.pk"
      ),
      open_for_(
          connection,
          kSelectTask +
              " WHERE each = ? AND each <> '' AND closed_at IS NULL ORDER BY tasks.pk LIMIT ?"
      ),
      by_id_(connection, kSelectTask + " WHERE task_id = ?") {}

void TaskTable::insert(const ports::TaskRow& row) {
    insert_.write(
        row.id.text,
        cases_.pk_of(row.case_id),
        row.view.state,
        row.view.each,
        row.view.title,
        row.view.queue,
        write_text_list(row.view.roles),
        row.view.priority,
        row.view.due,
        row.opened_at,
        row.closed_at
    );
}

void TaskTable::close(const core::TaskId& id, core::Instant at) {
    close_.write(id.text, at);
}

std::vector<ports::TaskRow> TaskTable::open_of_case(const core::CaseId& id) {
    const auto pk = cases_.find_pk(id);
    if (!pk) return {};
    Rows rows = open_of_case_.ask(*pk);
    return read_rows(rows);
}

std::vector<ports::TaskRow> TaskTable::open_for(std::string_view agency, int limit) {
    Rows rows = open_for_.ask(agency, limit);
    return read_rows(rows);
}

std::optional<ports::TaskRow> TaskTable::find(const core::TaskId& id) {
    Rows rows = by_id_.ask(id.text);
    if (!rows.next()) return std::nullopt;
    return read_row(rows);
}

}  // namespace clarion::sql
