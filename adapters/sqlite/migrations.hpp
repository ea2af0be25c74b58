// Migrations: forward only, each whole or not at all.
//
// Failure: IntegrityBroken when a released file was changed; StoreUnavailable when the database was
// made by a newer program.
#pragma once

#include <vector>

#include "adapters/sqlite/connection.hpp"
#include "adapters/sqlite/store.hpp"

namespace clarion::sqlite {

void migrate(
    Connection& connection, const std::vector<Migration>& migrations, const core::Sha256& sha256
);

}  // namespace clarion::sqlite
