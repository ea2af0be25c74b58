// Who is shut out, by whichever node of one database was told.
#include <doctest/doctest.h>

#include "adapters/postgres/shut_out_board.hpp"
#include "engine/ports/failures.hpp"
#include "tests/contract/postgres_world.hpp"

namespace clarion::test {

namespace {

using People = std::vector<core::PersonId>;
const core::PersonId kAnn{"https://sign-in.force.example ann"};
const core::PersonId kOdd{"https://sign-in.force.example o'd\\d \xC3\xB4; DROP TABLE shut_out"};

}  // namespace

TEST_CASE("postgres shut-outs: what one node is told is there for the others") {
    const PostgresWorld world;
    const auto one = postgres::make_shut_out_board(settings_for(world.schema()));
    const auto other = postgres::make_shut_out_board(settings_for(world.schema()));
    CHECK(other->people().empty());

    one->add(kOdd);
    one->add(kAnn);
    other->add(kAnn);
    CHECK(other->people() == People{kAnn, kOdd});

    other->remove(kAnn);
    other->remove(kAnn);
    CHECK(one->people() == People{kOdd});
}

TEST_CASE("postgres shut-outs: a session that is lost is told once, and another one taken") {
    const PostgresWorld world;
    const auto board = postgres::make_shut_out_board(settings_for(world.schema()));
    board->add(kAnn);

    shared_server().run(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'node'"
    );

    CHECK_THROWS_AS(static_cast<void>(board->people()), ports::StoreUnavailable);
    CHECK(board->people() == People{kAnn});
}

}  // namespace clarion::test
