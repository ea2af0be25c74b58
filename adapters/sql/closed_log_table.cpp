#include "adapters/sql/closed_log_table.hpp"

namespace clarion::sql {

ClosedLogTable::ClosedLogTable(Connection& connection)
    : add_(
          connection,
          "INSERT INTO closed_logs (number, origin, size, root, checkpoint, verifier_key, opening)"
          " VALUES (?, ?, ?, ?, ?, ?, ?)"
      ),
      all_(
          connection,
          "SELECT number, origin, size, root, checkpoint, verifier_key, opening, retirement"
          " FROM closed_logs ORDER BY number"
      ),
      take_checkpoints_(
          connection,
          "INSERT INTO closed_checkpoints (log, size, note) SELECT ?, size, note FROM checkpoints"
      ),
      drop_checkpoints_(connection, "DELETE FROM checkpoints"),
      retire_(connection, "UPDATE closed_logs SET retirement = ?2 WHERE number = ?1"),
      first_kept_(
          connection, "SELECT coalesce(max(number) + 1, 0) FROM closed_logs WHERE retirement <> ''"
      ),
      checkpoints_(
          connection, "SELECT size, note FROM closed_checkpoints WHERE log = ? ORDER BY size"
      ) {}

void ClosedLogTable::add(const ports::ClosedLog& closed) {
    add_.write(
        closed.number,
        closed.origin,
        closed.size,
        closed.root,
        closed.checkpoint,
        closed.verifier_key,
        closed.opening
    );
    take_checkpoints_.write(closed.number);
    drop_checkpoints_.write();
}

std::vector<ports::ClosedLog> ClosedLogTable::all() {
    std::vector<ports::ClosedLog> closed;
    Rows rows = all_.ask();
    while (rows.next()) {
        closed.push_back(
            {rows.number(0),
             rows.text(1),
             rows.number(2),
             rows.digest(3),
             rows.text(4),
             rows.text(5),
             rows.text(6),
             rows.text(7)}
        );
    }
    return closed;
}

void ClosedLogTable::retire(std::uint64_t number, std::string_view statement) {
    retire_.write(number, statement);
}

std::uint64_t ClosedLogTable::first_kept() {
    Rows rows = first_kept_.ask();
    return rows.next() ? rows.number(0) : 0;
}

std::vector<std::pair<std::uint64_t, std::string>> ClosedLogTable::checkpoints(std::uint64_t number
) {
    std::vector<std::pair<std::uint64_t, std::string>> notes;
    Rows rows = checkpoints_.ask(number);
    while (rows.next())
        notes.emplace_back(rows.number(0), rows.text(1));
    return notes;
}

}  // namespace clarion::sql
