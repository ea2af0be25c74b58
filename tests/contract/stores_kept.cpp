// What every store keeps across programs, and what it refuses, beyond the ports.
#include <doctest/doctest.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/postgres_world.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

TEST_CASE_TEMPLATE(
    "store: what was committed is there after opening again", Kind, SqliteWorld, PostgresWorld
) {
    Kind world;
    core::AuditRef ann;
    world.commit([&] {
        world.cases().insert_case(a_case("1"));
        world.cases().append_event(an_event(a_case("1"), 1));
        world.outbox().put(an_effect(a_case("1"), "message", 0));
        world.audit().append(an_entry("ann", "case-a"), bytes("detail"));
        ann = world.cases().audit_ref_of({"ann"});
    });
    world.commit([&] { world.outbox().remove(1); });
    const auto root = world.audit().head().root;

    world.reopen();

    CHECK(world.cases().find_case(a_case("1").id).has_value());
    CHECK(world.cases().audit_ref_of({"ann"}) == ann);
    CHECK(world.audit().head().size == 1);
    CHECK(world.audit().head().root == root);
    world.commit([&] {
        CHECK(world.audit().append(an_entry("ann", "case-a"), {}) == 1);
        world.cases().append_event(an_event(a_case("1"), 2));
        world.outbox().put(an_effect(a_case("1"), "message", 0));
    });
    CHECK(world.audit().entries(1, 1).at(0).bytes.find("\"subj_n\":2") != std::string::npos);
    CHECK(world.outbox().ready(minute(0), 1).at(0).id == 2);
    CHECK_NOTHROW(world.store().check_integrity());
}

TEST_CASE_TEMPLATE(
    "store: what was begun and not committed is gone after opening again",
    Kind,
    SqliteWorld,
    PostgresWorld
) {
    Kind world;
    world.cases().begin();
    world.cases().insert_case(a_case("1"));

    world.reopen();

    CHECK_FALSE(world.cases().find_case(a_case("1").id).has_value());
}

TEST_CASE_TEMPLATE("store: a gap in a case's events is refused", Kind, SqliteWorld, PostgresWorld) {
    Kind world;
    world.commit([&] {
        world.cases().insert_case(a_case("1"));
        world.cases().append_event(an_event(a_case("1"), 1));
    });

    for (const std::uint64_t wrong : {1, 3}) {
        world.cases().begin();
        // A store across a network may tell it with the commit.
        const auto write = [&] {
            world.cases().append_event(an_event(a_case("1"), wrong));
            world.cases().commit();
        };
        CHECK_THROWS_AS(write(), ports::IntegrityBroken);
        world.cases().rollback();
    }
    world.commit([&] { world.cases().append_event(an_event(a_case("1"), 2)); });
}

TEST_CASE_TEMPLATE(
    "store: after an error inside a batch nothing of it can be committed",
    Kind,
    SqliteWorld,
    PostgresWorld
) {
    Kind world;
    world.commit([&] { world.cases().insert_case(a_case("1")); });
    world.cases().begin();
    world.cases().insert_case(a_case("2"));
    const auto write = [&] {
        world.cases().insert_case(a_case("1"));
        (void)world.cases().find_case(a_case("1").id);
    };
    CHECK_THROWS_AS(write(), ports::IntegrityBroken);

    CHECK_THROWS_AS(world.cases().insert_case(a_case("3")), ports::StoreUnavailable);
    CHECK_THROWS_AS(world.cases().commit(), ports::StoreUnavailable);
    world.cases().rollback();

    CHECK_FALSE(world.cases().find_case(a_case("2").id).has_value());
    world.commit([&] { world.cases().insert_case(a_case("3")); });
    CHECK(world.cases().find_case(a_case("3").id).has_value());
}

TEST_CASE_TEMPLATE(
    "store: bundles with one hash and other bytes are refused", Kind, SqliteWorld, PostgresWorld
) {
    Kind world;
    world.commit([&] { world.cases().publish_bundle({"hash"}, "{}", minute(0)); });

    world.cases().begin();
    CHECK_THROWS_AS(
        world.cases().publish_bundle({"hash"}, "{ }", minute(0)), ports::IntegrityBroken
    );
    world.cases().rollback();
}

TEST_CASE_TEMPLATE(
    "store: a checkpoint over more entries than there are is refused",
    Kind,
    SqliteWorld,
    PostgresWorld
) {
    Kind world;
    world.commit([&] {
        for (int entry = 0; entry < 3; ++entry)
            (void)world.audit().append(an_entry("ann", "case-a"), {});
    });

    world.cases().begin();
    CHECK_THROWS_AS(world.audit().keep_checkpoint(4, "note"), ports::IntegrityBroken);
    world.cases().rollback();
}

TEST_CASE_TEMPLATE(
    "store: another key set is refused, the first one is not", Kind, SqliteWorld, PostgresWorld
) {
    Kind world;
    world.store().check_key_fingerprint("ours");
    world.reopen();

    CHECK_NOTHROW(world.store().check_key_fingerprint("ours"));
    CHECK_THROWS_AS(world.store().check_key_fingerprint("theirs"), ports::KeyUnavailable);
}

}  // namespace clarion::test
