// The store in one file of SQLite's.
//
// Durability: WAL with synchronous=FULL; when commit() returns, its rows survive loss of power.
// Limits:     one program a file: a second one is refused while the first runs.
// Failure:    StoreUnavailable (full disk, fault of the disk, somebody else holds the file). After
// a
//             failed write or sync the disk cannot be trusted to say what it holds: every further
//             call is refused and the program must be started again.
#pragma once

#include "adapters/sql/store.hpp"

namespace clarion::sqlite {

// Opens or makes the file at `path`, whose folder exists, brings it up to the last migration, and
// holds the stored head of the log against its entries. `vfs` names another file layer of SQLite;
// tests that break the disk use it.
[[nodiscard]] std::unique_ptr<sql::Store> make_sqlite_store(
    const std::string& path,
    const std::vector<sql::Migration>& migrations,
    core::Sha256 sha256,
    const std::string& vfs = {}
);

}  // namespace clarion::sqlite
