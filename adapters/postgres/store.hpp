// The store in a database of PostgreSQL's, which several nodes may share.
//
// Durability: as the server has it; one that may lose or tear what it acknowledged is refused.
// Limits:     one batch at a time of all nodes together: the log has one end. Nodes share the work
// of
//             TLS, forms and pages, and stand in for one another.
// Failure:    StoreUnavailable while the server is away, and for a node whose lease ended; the next
//             batch tries again. CommitUnknown when the way was cut before COMMIT was answered.
#pragma once

#include "adapters/postgres/settings.hpp"
#include "adapters/sql/store.hpp"

namespace clarion::postgres {

// Connects, brings the tables up to the last migration, and holds the stored head of the log
// against its entries.
[[nodiscard]] std::unique_ptr<sql::Store> make_postgres_store(
    const Settings& settings, const std::vector<sql::Migration>& migrations, core::Sha256 sha256
);

}  // namespace clarion::postgres
