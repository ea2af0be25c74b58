// What every store does with the work that answers do not wait for.
#include <doctest/doctest.h>

#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

std::vector<std::uint64_t> ids_of(const std::vector<ports::LaterRow>& rows) {
    std::vector<std::uint64_t> ids;
    for (const ports::LaterRow& row : rows)
        ids.push_back(row.id);
    return ids;
}

void rows_wait_for_their_time(World& world) {
    world.commit([&] {
        world.cases().insert_case(a_case("1"));
        world.cases().put_later(a_later("late", 10));
        world.cases().put_later(a_later("soon", 2, core::CaseId{"case-1"}));
        world.cases().put_later(a_later("soon", 2));
    });

    CHECK(world.cases().count_later() == 3);
    CHECK(world.cases().next_later() == minute(2));
    CHECK(world.cases().ready_later(minute(1), 10).empty());
    const auto ready = world.cases().ready_later(minute(2), 10);
    REQUIRE(ready.size() == 2);
    CHECK(ready[0].id < ready[1].id);
    CHECK(ready[0].kind == "soon");
    CHECK(ready[0].case_id == core::CaseId{"case-1"});
    CHECK_FALSE(ready[1].case_id.has_value());
    CHECK(ready[0].key.key_id == "first");
    CHECK(ready[0].key.bytes == bytes("wrapped key of soon"));
    CHECK(ready[0].sealed == bytes("sealed work of soon"));
    CHECK(ready[0].attempts == 0);
    CHECK(world.cases().ready_later(minute(10), 2).size() == 2);
    CHECK(world.cases().ready_later(minute(10), 10).back().kind == "late");
}

void rows_are_postponed_and_removed(World& world) {
    world.commit([&] {
        for (const char* kind : {"one", "other", "one"})
            world.cases().put_later(a_later(kind, 1));
    });
    const auto all = ids_of(world.cases().every_later(0, 10));
    REQUIRE(all.size() == 3);
    CHECK(ids_of(world.cases().every_later(all[0], 1)) == std::vector{all[1]});
    CHECK(ids_of(world.cases().untried_later("one", 10)) == std::vector{all[0], all[2]});
    CHECK(ids_of(world.cases().untried_later("one", 1)) == std::vector{all[0]});

    world.commit([&] {
        world.cases().postpone_later(all[0], minute(7), 1);
        world.cases().keep_later_key(all[0], {"second", bytes("wrapped anew")});
        world.cases().remove_later(all[1]);
    });

    CHECK(ids_of(world.cases().untried_later("one", 10)) == std::vector{all[2]});
    CHECK(ids_of(world.cases().ready_later(minute(6), 10)) == std::vector{all[2]});
    const ports::LaterRow tried = world.cases().every_later(0, 10).at(0);
    CHECK(tried.not_before == minute(7));
    CHECK(tried.attempts == 1);
    CHECK(tried.key.key_id == "second");
    CHECK(tried.key.bytes == bytes("wrapped anew"));
    CHECK(world.cases().count_later() == 2);
}

void rows_share_the_batch_and_go_with_their_case(World& world) {
    world.cases().begin();
    world.cases().put_later(a_later("undone", 1));
    world.cases().rollback();
    CHECK(world.cases().count_later() == 0);
    CHECK_FALSE(world.cases().next_later().has_value());

    world.commit([&] {
        world.cases().insert_case(a_case("1"));
        world.cases().put_later(a_later("of the case", 1, core::CaseId{"case-1"}));
        world.cases().put_later(a_later("of none", 1));
    });
    const std::vector<core::CaseId> gone{{"case-1"}};
    world.commit([&] { world.cases().erase_cases(gone, minute(3)); });
    CHECK(world.cases().count_later() == 1);
    CHECK(world.cases().every_later(0, 10).at(0).kind == "of none");
}

}  // namespace

void check_later_work(const MakeWorld& make) {
    const auto world = make();
    SUBCASE("rows wait for their time") {
        rows_wait_for_their_time(*world);
    }
    SUBCASE("rows are postponed and removed") {
        rows_are_postponed_and_removed(*world);
    }
    SUBCASE("rows share the batch, and go with their case") {
        rows_share_the_batch_and_go_with_their_case(*world);
    }
}

}  // namespace clarion::test
