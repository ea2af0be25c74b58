// Connection: the one open connection to the database file, its settings, and its transaction.
//
// Threads:    engine thread only.
// Durability: see store.hpp. The connection checkpoints by itself, between batches, and nobody else
//             can: SQLite before 3.51.3 may spoil a WAL that two connections reset.
// Failure:    any error inside a batch spoils the batch: SQLite may have rolled it back on its own,
//             and a statement after that would commit alone. Only rollback() goes on.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <memory>
#include <optional>
#include <string>

#include "adapters/sql/connection.hpp"
#include "adapters/sqlite/file_lock.hpp"

namespace clarion::sqlite {

// Where the migrations that a file has had are written down. Frozen.
inline constexpr const char* kMigrationsTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "name TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT, WITHOUT ROWID";

class Connection : public sql::Connection {
public:
    Connection(const std::string& path, const std::string& vfs);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void begin() override;
    // Throws CommitUnknown when SQLite does not say that it is done.
    void commit() override;
    void rollback() noexcept override;
    void open_savepoint() override;
    void release_savepoint() override;
    void undo_savepoint() override;

    bool in_batch() const override { return in_batch_; }
    [[nodiscard]] bool must_restart() const { return must_restart_; }
    void check_usable() const override;
    std::unique_ptr<sql::Prepared> prepare(const std::string& sql) override;

    // Copies the WAL into the database and cuts it to nothing. Outside of any batch.
    void empty_wal();

    void run_script(const std::string& sql) override;
    [[nodiscard]] SQLite::Database& database() { return database_; }
    [[nodiscard]] int changes() const { return database_.getChanges(); }
    std::uint64_t rows_written() const override;

    // Whether SQLite's last call failed because there was no memory for it.
    [[nodiscard]] bool has_no_memory() const;

    // Runs a statement that answers no row, and resets it. Throws what SQLite's error means.
    void run(SQLite::Statement& statement, const std::string& doing);
    // Throws what SQLite's last error means, after noting what it means for the batch.
    [[noreturn]] void fail(const std::string& doing);

private:
    void set_up();
    // SQLite's last error; what it means for the batch is noted.
    [[nodiscard]] int note_failure();
    void checkpoint(int mode);
    static int count_wal_pages(void* self, sqlite3*, const char*, int pages);

    std::string path_;
    FileLock lock_;
    SQLite::Database database_;
    std::optional<SQLite::Statement> begin_, commit_, rollback_;
    std::optional<SQLite::Statement> open_savepoint_, release_savepoint_, undo_savepoint_;
    int wal_pages_ = 0;
    bool in_batch_ = false;
    bool batch_spoilt_ = false;
    bool must_restart_ = false;
};

}  // namespace clarion::sqlite
