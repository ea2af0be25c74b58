// Migrations: forward only, each whole or not at all.
//
// Failure: IntegrityBroken when a released file was changed; StoreUnavailable when the database was
// made by a newer program.
#pragma once

#include <string>
#include <vector>

#include "adapters/sql/connection.hpp"
#include "adapters/sql/store.hpp"

namespace clarion::sql {

struct Migrating {
    const std::vector<Migration>& migrations;
    const core::Sha256& sha256;
    std::string own_table;  // makes the migrations' own table where there is none
};

void migrate(Connection& connection, const Migrating& how);

// Names of ours that the database has not had yet.
[[nodiscard]] std::vector<std::string> pending_migrations(
    Connection& connection, const Migrating& how
);

}  // namespace clarion::sql
