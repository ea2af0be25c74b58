// The migrations' own table.
#pragma once

namespace clarion::postgres {

inline constexpr const char* kOwnTable =
    "CREATE TABLE IF NOT EXISTS schema_migrations ("
    "name TEXT COLLATE \"C\" PRIMARY KEY, hash BYTEA NOT NULL)";

}  // namespace clarion::postgres
