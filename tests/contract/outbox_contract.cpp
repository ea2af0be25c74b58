// What every Outbox does.
#include <doctest/doctest.h>

#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

void effects_wait_for_their_time(World& world) {
    const ports::CaseRow row = a_case("1");
    world.commit([&] {
        world.cases().insert_case(row);
        world.outbox().put(an_effect(row, "late", 10));
        world.outbox().put(an_effect(row, "soon", 2));
        world.outbox().put(an_effect(row, "also soon", 2));
    });

    CHECK(world.outbox().waiting() == 3);
    CHECK(world.outbox().next_ready() == minute(2));
    CHECK(world.outbox().ready(minute(1), 10).empty());
    const auto ready = world.outbox().ready(minute(2), 10);
    REQUIRE(ready.size() == 2);
    CHECK(ready[0].key == "soon");
    CHECK(ready[0].case_id == row.id);
    CHECK(ready[0].effect == "send_message");
    CHECK(ready[0].sealed_params == bytes("sealed parameters of soon"));
    CHECK(ready[0].attempts == 0);
    CHECK(ready[1].key == "also soon");
    CHECK(ready[0].id < ready[1].id);
    CHECK(world.outbox().ready(minute(10), 1).size() == 1);
}

void a_copy_sends_nothing_until_it_is_allowed(World& world) {
    const ports::CaseRow row = a_case("1");
    CHECK(world.outbox().standing() == ports::Standing{1, "", false});
    world.commit([&] {
        world.cases().insert_case(row);
        world.outbox().put(an_effect(row, "message", 0));
        world.outbox().hold("a-copy");
    });

    CHECK(world.outbox().standing() == ports::Standing{2, "a-copy", true});
    CHECK(world.outbox().ready(minute(5), 10).empty());
    CHECK_FALSE(world.outbox().next_ready().has_value());
    CHECK(world.outbox().waiting() == 1);

    world.commit([&] { world.outbox().allow(); });
    CHECK(world.outbox().standing() == ports::Standing{2, "a-copy", false});
    CHECK(world.outbox().ready(minute(5), 10).size() == 1);
}

void an_effect_may_be_about_no_case(World& world) {
    ports::OutboxRow row;
    row.key = "alert:1:supervisor";
    row.effect = "alert_staff";
    row.not_before = minute(0);
    world.commit([&] { world.outbox().put(row); });

    const auto ready = world.outbox().ready(minute(0), 10);
    REQUIRE(ready.size() == 1);
    CHECK(ready.front().case_id.text.empty());
    CHECK(ready.front().sealed_params.empty());
    world.commit([&] { world.outbox().bury(ready.front().id, "no_mailbox"); });
    CHECK(world.outbox().buried() == 1);
}

void effects_are_postponed_and_removed(World& world) {
    const ports::CaseRow row = a_case("1");
    world.commit([&] {
        world.cases().insert_case(row);
        world.outbox().put(an_effect(row, "message", 0));
    });
    const std::uint64_t id = world.outbox().ready(minute(0), 1).at(0).id;

    world.commit([&] { world.outbox().postpone(id, minute(7), 3); });

    CHECK(world.outbox().ready(minute(6), 10).empty());
    CHECK(world.outbox().ready(minute(7), 10).at(0).attempts == 3);
    world.commit([&] { world.outbox().remove(id); });
    CHECK(world.outbox().waiting() == 0);
    CHECK_FALSE(world.outbox().next_ready().has_value());
}

void buried_effects_are_not_tried_again(World& world) {
    const ports::CaseRow row = a_case("1");
    world.commit([&] {
        world.cases().insert_case(row);
        world.outbox().put(an_effect(row, "message", 0));
        world.outbox().put(an_effect(row, "other", 0));
    });
    const std::uint64_t id = world.outbox().ready(minute(0), 1).at(0).id;

    world.commit([&] { world.outbox().bury(id, "unknown_address"); });

    CHECK(world.outbox().buried() == 1);
    CHECK(world.outbox().waiting() == 1);
    CHECK(world.outbox().ready(minute(60), 10).at(0).key == "other");
}

void numbers_are_never_used_twice(World& world) {
    const ports::CaseRow row = a_case("1");
    world.commit([&] {
        world.cases().insert_case(row);
        world.outbox().put(an_effect(row, "first", 0));
    });
    const std::uint64_t first = world.outbox().ready(minute(0), 1).at(0).id;

    world.commit([&] { world.outbox().remove(first); });
    world.commit([&] { world.outbox().put(an_effect(row, "second", 0)); });

    CHECK(world.outbox().ready(minute(0), 1).at(0).id > first);
}

void effects_share_the_savepoint(World& world) {
    const ports::CaseRow row = a_case("1");
    world.cases().begin();
    world.cases().insert_case(row);
    world.cases().open_savepoint();
    world.outbox().put(an_effect(row, "undone", 0));
    world.cases().undo_savepoint();
    world.outbox().put(an_effect(row, "kept", 0));
    world.cases().commit();

    REQUIRE(world.outbox().waiting() == 1);
    CHECK(world.outbox().ready(minute(0), 10).at(0).key == "kept");
}

}  // namespace

void check_outbox(const MakeWorld& make) {
    const auto world = make();
    SUBCASE("an effect may be about no case") {
        an_effect_may_be_about_no_case(*world);
    }
    SUBCASE("effects wait for their time, then come in order") {
        effects_wait_for_their_time(*world);
    }
    SUBCASE("effects are postponed and removed") {
        effects_are_postponed_and_removed(*world);
    }
    SUBCASE("a buried effect is not tried again") {
        buried_effects_are_not_tried_again(*world);
    }
    SUBCASE("numbers are never used twice") {
        numbers_are_never_used_twice(*world);
    }
    SUBCASE("a copy sends nothing until it is allowed to") {
        a_copy_sends_nothing_until_it_is_allowed(*world);
    }
    SUBCASE("effects share the case store's savepoint") {
        effects_share_the_savepoint(*world);
    }
}

}  // namespace clarion::test
