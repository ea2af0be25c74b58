// Whether a server keeps what it says it has kept.
#pragma once

#include "adapters/postgres/session.hpp"

namespace clarion::postgres {

// Refuses a server that is too old, only reads, or may lose or tear what it acknowledged: throws
// StoreUnavailable with the setting, where it stands, and what to do. Pins for this session what a
// later change of the server's settings would loosen.
void check_server(Session& session);

// Deadlines go by each node's clock, leases by the database's: throws StoreUnavailable when `now`
// is more than a minute from the latter.
void check_clock(Session& session, std::chrono::system_clock::time_point now);

}  // namespace clarion::postgres
