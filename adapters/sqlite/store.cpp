#include "adapters/sqlite/store.hpp"

#include "adapters/sqlite/migrations.hpp"
#include "adapters/sqlite/sqlite_audit_log.hpp"
#include "adapters/sqlite/sqlite_case_store.hpp"
#include "adapters/sqlite/sqlite_outbox.hpp"
#include "adapters/sqlite/store_copy.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

// Every table exists before the statements over them are prepared.
class MigratedConnection : public Connection {
public:
    MigratedConnection(
        const std::string& path,
        const std::vector<Migration>& migrations,
        const core::Sha256& sha256,
        const std::string& vfs
    )
        : Connection(path, vfs) {
        migrate(*this, migrations, sha256);
    }
};

class SqliteStore final : public Store {
public:
    SqliteStore(
        const std::string& path,
        const std::vector<Migration>& migrations,
        const core::Sha256& sha256,
        const std::string& vfs
    )
        : connection_(path, migrations, sha256, vfs),
          batch_(connection_),
          cases_(connection_, batch_, sha256),
          outbox_(connection_, batch_, cases_.cases()),
          audit_(connection_, batch_, sha256) {
        audit_.check_head();
    }

    ports::CaseStore& cases() override { return cases_; }
    ports::Outbox& outbox() override { return outbox_; }
    ports::AuditLog& audit() override { return audit_; }
    void check_key_fingerprint(const std::string& fingerprint) override;
    void check_integrity() override;
    std::unique_ptr<StoreCopy> begin_copy(const std::string& path) override {
        return std::make_unique<SqliteStoreCopy>(connection_, path);
    }
    void scrub() override { connection_.empty_wal(); }
    bool must_restart() const override { return connection_.must_restart(); }

private:
    [[nodiscard]] std::optional<std::string> find_fingerprint();
    void check_references();

    MigratedConnection connection_;
    Batch batch_;
    SqliteCaseStore cases_;
    SqliteOutbox outbox_;
    SqliteAuditLog audit_;
};

std::optional<std::string> SqliteStore::find_fingerprint() {
    Statement select(connection_, "SELECT fingerprint FROM keys");
    Rows rows = select.ask();
    if (!rows.next()) return std::nullopt;
    return rows.text(0);
}

void SqliteStore::check_key_fingerprint(const std::string& fingerprint) {
    if (const auto stored = find_fingerprint()) {
        if (*stored == fingerprint) return;
        throw ports::KeyUnavailable(
            "the key file is not the one this database was made with: restore the right one"
        );
    }
    Statement insert(connection_, "INSERT INTO keys (id, fingerprint) VALUES (1, ?)");
    batch_.begin();
    try {
        insert.write(fingerprint);
        batch_.commit();
    } catch (...) {
        batch_.rollback();
        throw;
    }
}

void SqliteStore::check_integrity() {
    Statement check(connection_, "PRAGMA integrity_check(1)");
    Rows rows = check.ask();
    const std::string found = rows.next() ? rows.text(0) : "no answer";
    if (found != "ok") throw ports::IntegrityBroken("the database is damaged: " + found);
    check_references();
    audit_.check_all();
}

// A row of a timer, task, event or effect whose case is gone: nobody would ever look at it.
void SqliteStore::check_references() {
    Statement check(connection_, "PRAGMA foreign_key_check");
    Rows rows = check.ask();
    if (!rows.next()) return;
    throw ports::IntegrityBroken(
        "a row of the table " + rows.text(0) + " belongs to a row of " + rows.text(2) +
        " that is not there"
    );
}

}  // namespace

std::unique_ptr<Store> make_sqlite_store(
    const std::string& path,
    const std::vector<Migration>& migrations,
    core::Sha256 sha256,
    const std::string& vfs
) {
    return std::make_unique<SqliteStore>(path, migrations, sha256, vfs);
}

}  // namespace clarion::sqlite
