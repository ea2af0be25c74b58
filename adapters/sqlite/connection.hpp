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

#include "adapters/sqlite/file_lock.hpp"

namespace clarion::sqlite {

class Connection {
public:
    Connection(const std::string& path, const std::string& vfs);
    ~Connection();
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    void begin();
    // Throws CommitUnknown when SQLite does not say that it is done.
    void commit();
    void rollback() noexcept;
    void open_savepoint();
    void release_savepoint();
    void undo_savepoint();

    [[nodiscard]] bool in_batch() const { return in_batch_; }
    [[nodiscard]] bool must_restart() const { return must_restart_; }
    // Throws when nothing may be asked of the file any more.
    void check_usable() const;

    // Copies the WAL into the database and cuts it to nothing. Outside of any batch.
    void empty_wal();

    // Several statements, outside of any batch.
    void execute(const std::string& sql);
    [[nodiscard]] SQLite::Database& database() { return database_; }
    [[nodiscard]] int changes() const { return database_.getChanges(); }
    // Since it was opened.
    [[nodiscard]] std::uint64_t rows_written() const;

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
