// MigrationTrial: what the program's migrations would do to a store, done to a copy of it.
//
// Failure: as make_sqlite_store(); the store itself is only read, and is held meanwhile.
#pragma once

#include <string>
#include <vector>

#include "adapters/sqlite/store.hpp"

namespace clarion::sqlite {

struct MigrationTrial {
    std::vector<std::string> pending;  // names, in order
};

// Copies the store at `path` to `copy`, which must not exist, brings the copy up to the last
// migration and checks all of it.
[[nodiscard]] MigrationTrial try_migrations(
    const std::string& path,
    const std::string& copy,
    const std::vector<sql::Migration>& migrations,
    const core::Sha256& sha256
);

}  // namespace clarion::sqlite
