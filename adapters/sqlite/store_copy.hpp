// StoreCopy: a copy of the store that is made piece by piece, between the batches of a service that
// goes on. What is written meanwhile is in the copy as well: it ends as the store is then.
//
// Ownership:  borrows the store's connection.
// Threads:    engine thread only, outside of any batch. Its destruction too.
// Durability: none: the caller syncs the finished file.
// Failure:    StoreUnavailable when the copy cannot be written; the store itself is not touched.
#pragma once

#include <SQLiteCpp/Backup.h>
#include <SQLiteCpp/Database.h>

#include <optional>
#include <string>

#include "adapters/sql/store.hpp"
#include "adapters/sqlite/connection.hpp"

namespace clarion::sqlite {

class SqliteStoreCopy final : public sql::StoreCopy {
public:
    // `path` must not exist; it is made with mode 0600.
    SqliteStoreCopy(Connection& from, const std::string& path);

    sql::CopyProgress copy(int pages) override;

private:
    void finish();
    [[noreturn]] void fail(const SQLite::Exception& error) const;

    std::string path_;
    Connection& from_;
    std::optional<SQLite::Database> to_;
    std::optional<SQLite::Backup> backup_;
    sql::CopyProgress progress_;
};

}  // namespace clarion::sqlite
