// ShutOutBoard: people whom an operator shut out, where all nodes of one database see them.
//
// Threads: one at a time; by a session of its own, so that it waits for no batch.
// Failure: throws StoreUnavailable; the next call takes another session.
#pragma once

#include <memory>
#include <vector>

#include "adapters/postgres/settings.hpp"
#include "engine/core/ids.hpp"

namespace clarion::postgres {

class ShutOutBoard {
public:
    virtual ~ShutOutBoard() = default;
    [[nodiscard]] virtual std::vector<core::PersonId> people() = 0;
    // Both may be said again. On the disk when they return.
    virtual void add(const core::PersonId& person) = 0;
    virtual void remove(const core::PersonId& person) = 0;
};

// Connects when it is first asked. Requires: the tables are there.
[[nodiscard]] std::unique_ptr<ShutOutBoard> make_shut_out_board(Settings settings);

}  // namespace clarion::postgres
