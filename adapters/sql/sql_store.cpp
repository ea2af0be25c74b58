#include "adapters/sql/sql_store.hpp"

#include "engine/ports/failures.hpp"

namespace clarion::sql {

SqlStore::SqlStore(Connection& connection, const core::Sha256& sha256)
    : connection_(connection),
      batch_(connection),
      cases_(connection, batch_, sha256),
      outbox_(connection, batch_, cases_.cases()),
      audit_(connection, batch_, sha256) {
    undisturbed([this] { audit_.check_head(); });
}

void SqlStore::check_rows() {
    undisturbed([this] {
        audit_.check_all();
        cases_.check_answers();
        check_lists();
    });
}

// What lists sort by is kept beside the cases themselves.
void SqlStore::check_lists() {
    Statement places(
        connection_,
        "SELECT count(*) FROM case_lists AS listed JOIN cases ON cases.pk = listed.case_pk"
        " WHERE listed.urgency <> cases.urgency OR listed.due_at <> cases.due_at"
        " OR listed.received_at <> cases.received_at OR listed.case_id <> cases.case_id"
    );
    Rows rows = places.ask();
    if (rows.next() && rows.integer(0) == 0) return;
    throw ports::IntegrityBroken("a list has a case where it does not belong");
}

void SqlStore::undisturbed(const std::function<void()>& look) {
    if (!connection_.is_shared()) return look();
    batch_.begin();
    try {
        look();
    } catch (...) {
        batch_.rollback();
        throw;
    }
    batch_.rollback();
}

std::optional<std::string> SqlStore::find_fingerprint() {
    Statement select(connection_, "SELECT fingerprint FROM keys");
    Rows rows = select.ask();
    if (!rows.next()) return std::nullopt;
    return rows.text(0);
}

bool SqlStore::is_used() {
    Statement select(
        connection_,
        "SELECT CASE WHEN EXISTS (SELECT 1 FROM cases) OR EXISTS (SELECT 1 FROM audit_entries)"
        " THEN 1 ELSE 0 END"
    );
    Rows rows = select.ask();
    return rows.next() && rows.integer(0) != 0;
}

void SqlStore::check_key_fingerprint(const std::string& fingerprint) {
    Statement insert(connection_, "INSERT INTO keys (id, fingerprint) VALUES (1, ?)");
    batch_.begin();
    try {
        const auto stored = find_fingerprint();
        if (stored && *stored != fingerprint) {
            throw ports::KeyUnavailable(
                "the key file is not the one this database was made with: restore the right one"
            );
        }
        if (!stored && is_used()) {
            throw ports::IntegrityBroken(
                "the database holds cases or a log and does not say by which keys they are sealed: "
                "restore a backup"
            );
        }
        if (!stored) insert.write(fingerprint);
        batch_.commit();
    } catch (...) {
        batch_.rollback();
        throw;
    }
}

std::string SqlStore::key_fingerprint() {
    std::string stored;
    undisturbed([&] { stored = find_fingerprint().value_or(std::string()); });
    return stored;
}

void SqlStore::change_key_fingerprint(const std::string& fingerprint) {
    Statement update(connection_, "UPDATE keys SET fingerprint = ? WHERE id = 1");
    batch_.begin();
    try {
        update.write(fingerprint);
        batch_.commit();
    } catch (...) {
        batch_.rollback();
        throw;
    }
}

}  // namespace clarion::sql
