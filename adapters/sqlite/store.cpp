#include "adapters/sqlite/store.hpp"

#include "adapters/sql/migrations.hpp"
#include "adapters/sql/sql_store.hpp"
#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/store_copy.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

// Every table exists before the statements over them are prepared.
struct MigratedConnection {
    MigratedConnection(
        const std::string& path,
        const std::vector<sql::Migration>& migrations,
        const core::Sha256& sha256,
        const std::string& vfs
    )
        : file(path, vfs) {
        sql::migrate(file, {migrations, sha256, kMigrationsTable});
    }

    Connection file;
};

class SqliteStore final : private MigratedConnection, public sql::SqlStore {
public:
    SqliteStore(
        const std::string& path,
        const std::vector<sql::Migration>& migrations,
        const core::Sha256& sha256,
        const std::string& vfs
    )
        : MigratedConnection(path, migrations, sha256, vfs), SqlStore(file, sha256) {}

    void check_integrity() override;
    std::unique_ptr<sql::StoreCopy> begin_copy(const std::string& path) override {
        return std::make_unique<SqliteStoreCopy>(file, path);
    }
    void scrub() override { file.empty_wal(); }
    bool must_restart() const override { return file.must_restart(); }

private:
    void check_references();
};

void SqliteStore::check_integrity() {
    sql::Statement check(file, "PRAGMA integrity_check(1)");
    sql::Rows rows = check.ask();
    const std::string found = rows.next() ? rows.text(0) : "no answer";
    if (found != "ok") throw ports::IntegrityBroken("the database is damaged: " + found);
    check_references();
    check_rows();
}

// A row of a timer, task, event or effect whose case is gone: nobody would ever look at it.
void SqliteStore::check_references() {
    sql::Statement check(file, "PRAGMA foreign_key_check");
    sql::Rows rows = check.ask();
    if (!rows.next()) return;
    throw ports::IntegrityBroken(
        "a row of the table " + rows.text(0) + " belongs to a row of " + rows.text(2) +
        " that is not there"
    );
}

}  // namespace

std::unique_ptr<sql::Store> make_sqlite_store(
    const std::string& path,
    const std::vector<sql::Migration>& migrations,
    core::Sha256 sha256,
    const std::string& vfs
) {
    return std::make_unique<SqliteStore>(path, migrations, sha256, vfs);
}

}  // namespace clarion::sqlite
