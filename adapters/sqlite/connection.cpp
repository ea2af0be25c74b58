#include "adapters/sqlite/connection.hpp"

#include <sqlite3.h>

#include "adapters/sqlite/failure.hpp"
#include "adapters/sqlite/statement.hpp"
#include "engine/core/ensure.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::sqlite {

namespace {

using core::ensure;

// Long enough that a checkpoint is rare, short enough that one is over in some milliseconds.
constexpr int kCheckpointPages = 4000;
constexpr int kPrimaryCodeMask = 0xff;

// EXCLUSIVE: no other connection can even read, so none can write or checkpoint; the WAL index is
// plain memory, so nothing is mapped. It has to come before the journal mode.
constexpr const char* kSettings =
    "PRAGMA locking_mode = EXCLUSIVE;"
    "PRAGMA journal_mode = WAL;"
    "PRAGMA synchronous = FULL;"
    "PRAGMA foreign_keys = ON;"
    "PRAGMA secure_delete = ON;"
    "PRAGMA temp_store = MEMORY;"
    "PRAGMA mmap_size = 0;"
    "PRAGMA cell_size_check = ON;"
    "PRAGMA cache_size = -32768;"
    "PRAGMA journal_size_limit = 67108864;"
    "PRAGMA wal_autocheckpoint = 0;";

SQLite::Database open_file(const std::string& path, const std::string& vfs) {
    const int flags = SQLite::OPEN_READWRITE | SQLITE_OPEN_NOMUTEX;
    try {
        return SQLite::Database(path, flags, 0, vfs);
    } catch (const SQLite::Exception& error) {
        throw_failure(error.getExtendedErrorCode(), "open " + path);
    }
}

void forbid(sqlite3* handle, int option) {
    ensure(sqlite3_db_config(handle, option, 0, nullptr) == SQLITE_OK, "SQLite knows the option");
}

}  // namespace

Connection::Connection(const std::string& path, const std::string& vfs)
    : path_(path), lock_(path), database_(open_file(path, vfs)) {
    set_up();
    begin_.emplace(database_, "BEGIN IMMEDIATE");
    commit_.emplace(database_, "COMMIT");
    rollback_.emplace(database_, "ROLLBACK");
    open_savepoint_.emplace(database_, "SAVEPOINT command");
    release_savepoint_.emplace(database_, "RELEASE command");
    undo_savepoint_.emplace(database_, "ROLLBACK TO command");
    sqlite3_wal_hook(database_.getHandle(), &Connection::count_wal_pages, this);
    // What a program that died had written and not synced is read as committed from here on, and
    // whoever repeats their work is told so without a write: it has to be on disk first.
    empty_wal();
}

Connection::~Connection() {
    rollback();
    // What the disk holds is unknown: leave the WAL to the next start, which reads it from disk.
    if (must_restart_) {
        sqlite3_db_config(database_.getHandle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    }
}

void Connection::set_up() {
    sqlite3* handle = database_.getHandle();
    sqlite3_extended_result_codes(handle, 1);
    ensure(
        sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr) == SQLITE_OK,
        "SQLite knows how to be defensive"
    );
    forbid(handle, SQLITE_DBCONFIG_TRUSTED_SCHEMA);
    forbid(handle, SQLITE_DBCONFIG_DQS_DML);
    forbid(handle, SQLITE_DBCONFIG_DQS_DDL);
    forbid(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION);
    run_script(kSettings);
    try {
        const std::string mode = database_.execAndGet("PRAGMA journal_mode").getText();
        if (mode != "wal") throw ports::StoreUnavailable("SQLite refused WAL: mode is " + mode);
    } catch (const SQLite::Exception&) {
        fail("read the journal mode");
    }
}

void Connection::run_script(const std::string& sql) {
    check_usable();
    if (database_.tryExec(sql) != SQLITE_OK) fail("run a script");
}

std::unique_ptr<sql::Prepared> Connection::prepare(const std::string& sql) {
    return std::make_unique<SqlitePrepared>(*this, sql);
}

void Connection::check_usable() const {
    if (must_restart_) {
        throw ports::StoreUnavailable(
            "a write to the disk failed before: start the program again, it reads what is there"
        );
    }
    if (batch_spoilt_) throw ports::StoreUnavailable("this batch has failed: roll it back");
}

bool Connection::has_no_memory() const {
    return sqlite3_errcode(database_.getHandle()) == SQLITE_NOMEM;
}

int Connection::note_failure() {
    const int code = sqlite3_extended_errcode(database_.getHandle());
    batch_spoilt_ = in_batch_;
    must_restart_ = must_restart_ || loses_trust(code);
    return code;
}

void Connection::fail(const std::string& doing) {
    throw_failure(note_failure(), doing + " in " + path_);
}

void Connection::run(SQLite::Statement& statement, const std::string& doing) {
    check_usable();
    const bool is_done = statement.tryExecuteStep() == SQLITE_DONE;
    // The error must be read before the reset, which reports it again.
    const int failure = is_done ? SQLITE_OK : note_failure();
    statement.tryReset();
    if (!is_done) throw_failure(failure, doing + " in " + path_);
}

void Connection::begin() {
    ensure(!in_batch_, "a batch begins when the one before has ended");
    check_usable();
    // Not inside COMMIT, as SQLite would by itself: there a failed checkpoint looks like a failed
    // commit, and the answers of the batch would wait for it.
    if (wal_pages_ >= kCheckpointPages) checkpoint(SQLITE_CHECKPOINT_PASSIVE);
    run(*begin_, "begin a batch");
    in_batch_ = true;
}

void Connection::commit() {
    ensure(in_batch_, "what is committed has begun");
    check_usable();
    const int code = commit_->tryExecuteStep();
    const int extended = sqlite3_extended_errcode(database_.getHandle());
    commit_->tryReset();
    if (code == SQLITE_DONE) {
        in_batch_ = false;
        return;
    }
    // Frames may have reached the disk although the call failed, so nobody can say "no" for sure.
    must_restart_ = must_restart_ || (extended & kPrimaryCodeMask) == SQLITE_IOERR;
    rollback();
    throw ports::CommitUnknown(
        advice_on(extended) + ": the commit may or may not have taken place (" +
        sqlite3_errstr(extended) + ", code " + std::to_string(extended) + ")"
    );
}

void Connection::rollback() noexcept {
    if (!in_batch_) return;
    in_batch_ = false;
    batch_spoilt_ = false;
    if (sqlite3_get_autocommit(database_.getHandle()) != 0) return;  // SQLite did it by itself
    if (rollback_->tryExecuteStep() != SQLITE_DONE) must_restart_ = true;
    rollback_->tryReset();
}

void Connection::open_savepoint() {
    run(*open_savepoint_, "open a savepoint");
}

void Connection::release_savepoint() {
    run(*release_savepoint_, "release a savepoint");
}

void Connection::undo_savepoint() {
    run(*undo_savepoint_, "undo a savepoint");
    run(*release_savepoint_, "release an undone savepoint");
}

std::uint64_t Connection::rows_written() const {
    return static_cast<std::uint64_t>(sqlite3_total_changes64(database_.getHandle()));
}

int Connection::count_wal_pages(void* self, sqlite3*, const char*, int pages) {
    static_cast<Connection*>(self)->wal_pages_ = pages;
    return SQLITE_OK;
}

void Connection::empty_wal() {
    ensure(!in_batch_, "the WAL is emptied between batches");
    check_usable();
    checkpoint(SQLITE_CHECKPOINT_TRUNCATE);
}

void Connection::checkpoint(int mode) {
    const int code =
        sqlite3_wal_checkpoint_v2(database_.getHandle(), "main", mode, nullptr, nullptr);
    if (code == SQLITE_OK) {
        wal_pages_ = 0;
        return;
    }
    // A full disk only makes the WAL longer; any other fault means pages that may not be there.
    const bool full = (code & kPrimaryCodeMask) == SQLITE_FULL;
    if (full && mode == SQLITE_CHECKPOINT_PASSIVE) return;
    must_restart_ = must_restart_ || !full;
    throw_failure(code, "copy the WAL into " + path_);
}

}  // namespace clarion::sqlite
