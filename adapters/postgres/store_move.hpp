// StoreMove: the rows of another store, brought into an empty database piece by piece.
//
// A piece is a transaction; what was brought stays, and another run goes on behind it, unless any
// row that is moved was written since: then all is brought again. The head of the log comes last,
// when every row that arrived is the one that left: until then no program takes the database for a
// store.
//
// Ownership: borrows the connection to the other store, which nobody else writes into meanwhile.
// Failure:   StoreUnavailable when the database holds another store already, or this one and
//            somebody went on with it; IntegrityBroken when what arrived is not what was there.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "adapters/postgres/settings.hpp"
#include "adapters/sql/connection.hpp"
#include "adapters/sql/store.hpp"

namespace clarion::postgres {

struct MoveProgress {
    std::uint64_t moved = 0;  // rows, those of earlier runs too
    std::uint64_t rows = 0;
    bool is_done = false;
};

class StoreMove {
public:
    virtual ~StoreMove() = default;
    // One piece more.
    virtual MoveProgress go_on() = 0;
    // Table by table, how many rows are there; throws when it is not as many as there were.
    struct Count {
        std::string table;
        std::uint64_t rows = 0;
    };
    [[nodiscard]] virtual std::vector<Count> counts() = 0;
    // Whether what an earlier run had brought was thrown away.
    [[nodiscard]] virtual bool has_begun_anew() const = 0;
};

[[nodiscard]] std::unique_ptr<StoreMove> begin_store_move(
    sql::Connection& from,
    const Settings& to,
    const std::vector<sql::Migration>& migrations,
    const core::Sha256& sha256
);

// The folder was switched: no later move throws away what arrived.
void end_store_move(sql::Connection& arrived);

}  // namespace clarion::postgres
