#include "adapters/sql/later_table.hpp"

namespace clarion::sql {

namespace {

const std::string kSelect =
    "SELECT later_work.pk, kind, case_id, not_before, attempts, later_work.key_id,"
    " later_work.wrapped_key, sealed FROM later_work LEFT JOIN cases ON cases.pk = case_pk";

std::vector<ports::LaterRow> read_all(Rows rows) {
    std::vector<ports::LaterRow> all;
    while (rows.next()) {
        ports::LaterRow row;
        row.id = rows.number(0);
        row.kind = rows.text(1);
        if (!rows.is_null(2)) row.case_id = core::CaseId{rows.text(2)};
        row.not_before = rows.instant(3);
        row.attempts = static_cast<int>(rows.integer(4));
        row.key = {rows.text(5), rows.bytes(6)};
        row.sealed = rows.bytes(7);
        all.push_back(std::move(row));
    }
    return all;
}

}  // namespace

LaterTable::LaterTable(Connection& connection, CaseTable& cases)
    : cases_(cases),
      put_(
          connection,
          "INSERT INTO later_work"
          " (kind, case_pk, not_before, attempts, key_id, wrapped_key, sealed)"
          " VALUES (?, nullif(CAST(? AS BIGINT), 0), ?, ?, ?, ?, ?)"
      ),
      ready_(
          connection, kSelect + " WHERE not_before <= ? ORDER BY not_before, later_work.pk LIMIT ?"
      ),
      untried_(
          connection, kSelect + " WHERE kind = ? AND attempts = 0 ORDER BY later_work.pk LIMIT ?"
      ),
      every_(connection, kSelect + " WHERE later_work.pk > ? ORDER BY later_work.pk LIMIT ?"),
      next_(connection, "SELECT not_before FROM later_work ORDER BY not_before LIMIT 1"),
      postpone_(connection, "UPDATE later_work SET not_before = ?2, attempts = ?3 WHERE pk = ?1"),
      keep_key_(connection, "UPDATE later_work SET key_id = ?2, wrapped_key = ?3 WHERE pk = ?1"),
      remove_(connection, "DELETE FROM later_work WHERE pk = ?"),
      count_(connection, "SELECT count(*) FROM later_work") {}

void LaterTable::put(const ports::LaterRow& row) {
    const std::int64_t case_pk = row.case_id ? cases_.pk_of(*row.case_id) : 0;
    put_.write(
        row.kind, case_pk, row.not_before, row.attempts, row.key.key_id, row.key.bytes, row.sealed
    );
}

std::vector<ports::LaterRow> LaterTable::ready(core::Instant now, int limit) {
    return read_all(ready_.ask(now, limit));
}

std::vector<ports::LaterRow> LaterTable::untried(std::string_view kind, int limit) {
    return read_all(untried_.ask(kind, limit));
}

std::vector<ports::LaterRow> LaterTable::every(std::uint64_t after, int limit) {
    return read_all(every_.ask(after, limit));
}

std::optional<core::Instant> LaterTable::next() {
    Rows rows = next_.ask();
    if (!rows.next()) return std::nullopt;
    return rows.maybe_instant(0);
}

void LaterTable::postpone(std::uint64_t id, core::Instant not_before, int attempts) {
    postpone_.write(id, not_before, attempts);
}

void LaterTable::keep_key(std::uint64_t id, const ports::WrappedKey& key) {
    keep_key_.write(id, key.key_id, key.bytes);
}

void LaterTable::remove(std::uint64_t id) {
    remove_.write(id);
}

std::uint64_t LaterTable::count() {
    Rows rows = count_.ask();
    return rows.next() ? rows.number(0) : 0;
}

}  // namespace clarion::sql
