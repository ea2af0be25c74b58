// Who is shut out or signed out, and which emergency passes were used, by whichever node of one
// database was told.
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <thread>

#include "adapters/postgres/pass_board.hpp"
#include "adapters/postgres/shut_out_board.hpp"
#include "adapters/postgres/sign_out_board.hpp"
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

TEST_CASE("postgres sign-outs: each node hears every word, once and in one order") {
    const PostgresWorld world;
    const auto one = postgres::make_sign_out_board(settings_for(world.schema()));
    const auto other = postgres::make_sign_out_board(settings_for(world.schema()));
    const core::Instant now{std::chrono::hours(500'000)};
    const postgres::SignedOut ann{"https://f.example", "ann", "s'1", false, now};
    const postgres::SignedOut bob{"https://f.example", "bob", "", true, now};
    CHECK(other->after(0).empty());

    const auto first = one->add(ann, now - std::chrono::hours(1));
    const auto second = one->add(bob, now - std::chrono::hours(1));

    const auto heard = other->after(0);
    REQUIRE(heard.size() == 2);
    CHECK(heard[0].number == first);
    CHECK(heard[0].word.provider_session == "s'1");
    CHECK_FALSE(heard[0].word.by_operator);
    CHECK(heard[1].word.subject == "bob");
    CHECK(heard[1].word.by_operator);
    CHECK(heard[1].word.at == now);
    CHECK(other->after(first).size() == 1);
    CHECK(other->after(second).empty());
    one->add(ann, now + std::chrono::seconds(1));
    CHECK(other->after(0).size() == 1);

    for (int more = 0; more < 12; ++more)
        one->add(bob, now - std::chrono::hours(1));
    const auto many = other->after(0);
    CHECK(std::is_sorted(many.begin(), many.end(), [](const auto& left, const auto& right) {
        return left.number < right.number;
    }));
}

TEST_CASE("postgres sign-outs: none is passed by, however many nodes are told at once") {
    const PostgresWorld world;
    const core::Instant now{std::chrono::hours(500'000)};
    constexpr int kNodes = 4;
    constexpr int kWords = 50;
    const auto reader = postgres::make_sign_out_board(settings_for(world.schema()));
    std::atomic<int> busy = kNodes;
    std::vector<std::jthread> nodes;
    nodes.reserve(kNodes);
    for (int node = 0; node < kNodes; ++node) {
        nodes.emplace_back([&] {
            const auto board = postgres::make_sign_out_board(settings_for(world.schema()));
            for (int word = 0; word < kWords; ++word)
                board->add({"i", "s", "", false, now}, now);
            --busy;
        });
    }

    std::size_t heard = 0;
    std::int64_t last = 0;
    for (bool is_over = false; !is_over;) {
        is_over = busy == 0;
        for (const auto& row : reader->after(last)) {
            last = row.number;
            ++heard;
        }
    }

    CHECK(heard == kNodes * kWords);
}

TEST_CASE("postgres passes: of two nodes that change them at once one begins anew") {
    const PostgresWorld world;
    const auto one = postgres::make_pass_board(settings_for(world.schema()));
    const auto other = postgres::make_pass_board(settings_for(world.schema()));
    const auto before = one->read();
    CHECK(before.text.empty());

    CHECK(one->write("waits\n", before.version));
    CHECK_FALSE(other->write("used\n", before.version));

    const auto now = other->read();
    CHECK(now.text == "waits\n");
    CHECK(other->write("used\n", now.version));
    CHECK(one->read().text == "used\n");
}

}  // namespace clarion::test
