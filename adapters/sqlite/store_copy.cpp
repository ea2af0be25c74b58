#include "adapters/sqlite/store_copy.hpp"

#include <sqlite3.h>

#include "adapters/sqlite/failure.hpp"
#include "engine/core/ensure.hpp"

namespace clarion::sqlite {

SqliteStoreCopy::SqliteStoreCopy(Connection& from, const std::string& path)
    : path_(path), from_(from) {
    from_.check_usable();
    make_private_file(path_);
    try {
        to_.emplace(path_, SQLite::OPEN_READWRITE);
        // A sync of the whole file would hold up the service; nobody trusts the copy before the
        // caller has synced it.
        to_->exec("PRAGMA synchronous = OFF; PRAGMA journal_mode = OFF;");
        backup_.emplace(*to_, from_.database());
    } catch (const SQLite::Exception& error) {
        fail(error);
    }
}

sql::CopyProgress SqliteStoreCopy::copy(int pages) {
    if (progress_.is_done) return progress_;
    core::ensure(!from_.in_batch(), "a copy goes on between batches");
    from_.check_usable();
    try {
        const int code = backup_->executeStep(pages);
        const int total = backup_->getTotalPageCount();
        progress_.pages = static_cast<std::uint64_t>(total);
        progress_.copied = static_cast<std::uint64_t>(total - backup_->getRemainingPageCount());
        if (code == SQLITE_DONE) finish();
    } catch (const SQLite::Exception& error) {
        fail(error);
    }
    return progress_;
}

// The copy is a file by itself, and held: whoever opens it sends nothing.
void SqliteStoreCopy::finish() {
    backup_.reset();
    to_->exec("PRAGMA journal_mode = DELETE; UPDATE standing SET held = 1;");
    to_.reset();
    progress_.is_done = true;
}

void SqliteStoreCopy::fail(const SQLite::Exception& error) const {
    // A step's failure has the one code only.
    const int extended = error.getExtendedErrorCode();
    throw_failure(extended > 0 ? extended : error.getErrorCode(), "copy the database to " + path_);
}

}  // namespace clarion::sqlite
