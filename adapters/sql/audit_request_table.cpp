#include "adapters/sql/audit_request_table.hpp"

namespace clarion::sql {

namespace {

const std::string kSelect =
    "SELECT pk, id, kind, owner, stage, at, key_id, wrapped_key, sealed FROM audit_requests";

std::vector<ports::AuditRequestRow> read_all(Rows rows) {
    std::vector<ports::AuditRequestRow> all;
    while (rows.next()) {
        ports::AuditRequestRow row;
        row.number = rows.number(0);
        row.id = rows.text(1);
        row.kind = rows.text(2);
        row.owner.text = rows.text(3);
        row.stage = rows.text(4);
        row.at = rows.instant(5);
        row.key = {rows.text(6), rows.bytes(7)};
        row.sealed = rows.bytes(8);
        all.push_back(std::move(row));
    }
    return all;
}

}  // namespace

AuditRequestTable::AuditRequestTable(Connection& connection)
    : insert_(
          connection,
          "INSERT INTO audit_requests (id, kind, owner, stage, at, key_id, wrapped_key, sealed)"
          " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
      ),
      change_(
          connection, "UPDATE audit_requests SET stage = ?2, at = ?3, sealed = ?4 WHERE id = ?1"
      ),
      find_(connection, kSelect + " WHERE id = ?"),
      of_owner_(connection, kSelect + " WHERE kind = ? AND owner = ? ORDER BY pk DESC LIMIT ?"),
      of_all_(connection, kSelect + " WHERE kind = ? ORDER BY pk DESC LIMIT ?"),
      every_(connection, kSelect + " WHERE pk > ? ORDER BY pk LIMIT ?"),
      keep_key_(
          connection, "UPDATE audit_requests SET key_id = ?2, wrapped_key = ?3 WHERE id = ?1"
      ),
      remove_(connection, "DELETE FROM audit_requests WHERE id = ?") {}

void AuditRequestTable::keep(const ports::AuditRequestRow& row) {
    if (change_.write_and_count(row.id, row.stage, row.at, row.sealed) > 0) return;
    insert_.write(
        row.id,
        row.kind,
        row.owner.text,
        row.stage,
        row.at,
        row.key.key_id,
        row.key.bytes,
        row.sealed
    );
}

std::optional<ports::AuditRequestRow> AuditRequestTable::find(std::string_view id) {
    auto rows = read_all(find_.ask(id));
    if (rows.empty()) return std::nullopt;
    return std::move(rows.front());
}

std::vector<ports::AuditRequestRow> AuditRequestTable::of_kind(
    std::string_view kind, const core::AuditRef& owner, int limit
) {
    if (owner.text.empty()) return read_all(of_all_.ask(kind, limit));
    return read_all(of_owner_.ask(kind, owner.text, limit));
}

std::vector<ports::AuditRequestRow> AuditRequestTable::every(std::uint64_t after, int limit) {
    return read_all(every_.ask(after, limit));
}

void AuditRequestTable::keep_key(std::string_view id, const ports::WrappedKey& key) {
    keep_key_.write(id, key.key_id, key.bytes);
}

void AuditRequestTable::remove(std::string_view id) {
    remove_.write(id);
}

}  // namespace clarion::sql
