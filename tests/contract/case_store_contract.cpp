// What every CaseStore does.
#include <doctest/doctest.h>

#include "tests/contract/rows.hpp"
#include "tests/contract/world.hpp"

namespace clarion::test {

namespace {

void check_same(const ports::CaseRow& stored, const ports::CaseRow& row) {
    CHECK(stored.id == row.id);
    CHECK(stored.reference == row.reference);
    CHECK(stored.audit_ref == row.audit_ref);
    CHECK(stored.bundle == row.bundle);
    CHECK(stored.version == row.version);
    CHECK(stored.key.key_id == row.key.key_id);
    CHECK(stored.key.bytes == row.key.bytes);
    CHECK(stored.sealed_snapshot.empty());
    CHECK(stored.received_at == row.received_at);
    CHECK(stored.states == row.states);
    CHECK(stored.queue == row.queue);
    CHECK(stored.outcome == row.outcome);
    CHECK(stored.priority == row.priority);
    CHECK(stored.closed == row.closed);
    CHECK(stored.due_at == row.due_at);
}

void cases_come_back_whole(World& world) {
    ports::CaseRow row = a_case("1");
    row.outcome = "disclosed";
    row.priority = 3;
    row.closed = true;
    row.due_at = minute(28);
    world.commit([&] {
        world.cases().insert_case(row);
        world.cases().insert_case(a_case("2"));
    });

    const auto by_reference = world.cases().find_case(row.reference);
    const auto by_id = world.cases().find_case(row.id);

    REQUIRE(by_reference.has_value());
    REQUIRE(by_id.has_value());
    check_same(*by_reference, row);
    check_same(*by_id, row);
    CHECK(world.cases().sealed_snapshot_of(row.id) == row.sealed_snapshot);
    CHECK_FALSE(world.cases().find_case(core::Reference{"NONE"}).has_value());
    CHECK_FALSE(world.cases().find_case(core::CaseId{"none"}).has_value());
}

void updates_need_the_version_before(World& world) {
    ports::CaseRow row = a_case("1");
    world.commit([&] { world.cases().insert_case(row); });
    row.version = 2;
    row.queue = "decisions";
    row.states = {"process.decision"};
    row.sealed_snapshot = bytes("another snapshot");
    row.priority = 5;
    row.due_at = minute(9);
    row.key.bytes.clear();  // as erasure does

    world.cases().begin();
    CHECK(world.cases().update_case(row));
    CHECK_FALSE(world.cases().update_case(row));  // version 2 is there: somebody was faster
    ports::CaseRow ahead = row;
    ahead.version = 4;
    CHECK_FALSE(world.cases().update_case(ahead));
    world.cases().commit();

    check_same(world.cases().find_case(row.id).value(), row);
    CHECK(world.cases().sealed_snapshot_of(row.id) == row.sealed_snapshot);
}

void events_come_in_order(World& world) {
    const ports::CaseRow one = a_case("1");
    const ports::CaseRow two = a_case("2");
    world.commit([&] {
        world.cases().insert_case(one);
        world.cases().insert_case(two);
        for (std::uint64_t sequence = 1; sequence <= 5; ++sequence) {
            world.cases().append_event(an_event(one, sequence));
            world.cases().append_event(an_event(two, sequence));
        }
    });

    const auto some = world.cases().events_of(one.id, 1, 3);

    REQUIRE(some.size() == 3);
    for (std::size_t index = 0; index < some.size(); ++index) {
        CHECK(some[index].case_id == one.id);
        CHECK(some[index].sequence == index + 2);
        CHECK(some[index].at == minute(static_cast<int>(index) + 2));
        CHECK(some[index].sealed == bytes("event"));
    }
    CHECK(world.cases().events_of(one.id, 5, 10).empty());
    CHECK(world.cases().events_of(core::CaseId{"none"}, 0, 10).empty());
}

void timers_are_replaced(World& world) {
    const ports::CaseRow one = a_case("1");
    const ports::CaseRow two = a_case("2");
    world.commit([&] {
        world.cases().insert_case(one);
        world.cases().insert_case(two);
        world.cases().set_timers(one.id, {{one.id, "warn", minute(5)}, {one.id, "end", minute(9)}});
        world.cases().set_timers(two.id, {{two.id, "warn", minute(3)}});
    });
    CHECK(world.cases().next_due() == minute(3));

    world.commit([&] {
        world.cases().set_timers(one.id, {{one.id, "end", minute(7)}, {one.id, "new", minute(4)}});
        world.cases().set_timers(two.id, {});
    });

    CHECK(world.cases().next_due() == minute(4));
    CHECK(world.cases().due_timers(minute(3), 10).empty());
    const auto due = world.cases().due_timers(minute(7), 10);
    REQUIRE(due.size() == 2);
    CHECK(due[0].timer_id == "new");
    CHECK(due[0].due == minute(4));
    CHECK(due[1].timer_id == "end");
    CHECK(due[1].case_id == one.id);
    CHECK(world.cases().due_timers(minute(7), 1).size() == 1);
    CHECK(world.cases().timers_of(one.id).size() == 2);
    CHECK(world.cases().timers_of(two.id).empty());
    CHECK(world.cases().timers_of(core::CaseId{"none"}).empty());
    world.commit([&] { world.cases().set_timers(one.id, {}); });
    CHECK_FALSE(world.cases().next_due().has_value());
}

void tasks_open_and_close(World& world) {
    const ports::CaseRow row = a_case("1");
    ports::TaskRow agency = a_task(row, "2");
    agency.view.each = "agency_health";
    agency.view.due = std::nullopt;
    world.commit([&] {
        world.cases().insert_case(row);
        world.cases().insert_task(a_task(row, "1"));
        world.cases().insert_task(agency);
    });

    const auto open = world.cases().open_tasks_of(row.id);
    REQUIRE(open.size() == 2);
    CHECK(open[0].view.roles == std::vector<std::string>{"researcher"});
    CHECK(open[0].view.title == "Do the checks");
    CHECK(open[0].view.priority == 2);
    CHECK(open[0].view.due == minute(60));
    CHECK_FALSE(open[1].view.due.has_value());
    const auto asked = world.cases().open_tasks_for_agency("agency_health", 10);
    REQUIRE(asked.size() == 1);
    CHECK(asked[0].id == agency.id);
    CHECK(asked[0].case_id == row.id);
    CHECK(world.cases().open_tasks_for_agency("agency_probation", 10).empty());

    world.commit([&] { world.cases().close_task(agency.id, minute(2)); });

    CHECK(world.cases().open_tasks_for_agency("agency_health", 10).empty());
    CHECK(world.cases().open_tasks_of(row.id).size() == 1);
    CHECK(world.cases().find_task(agency.id).value().closed_at == minute(2));
    CHECK_FALSE(world.cases().find_task(core::TaskId{"none"}).has_value());
}

void answers_are_kept(World& world) {
    const ports::StoredAnswer answer{a_digest(7), R"({"reference":"REF1"})"};
    world.commit([&] { world.cases().keep_answer("front", "key-1", answer, minute(0)); });

    const auto stored = world.cases().find_answer("front", "key-1");

    REQUIRE(stored.has_value());
    CHECK(stored->request_hash == answer.request_hash);
    CHECK(stored->answer == answer.answer);
    CHECK_FALSE(world.cases().find_answer("front", "key-2").has_value());
    CHECK_FALSE(world.cases().find_answer("intake", "key-1").has_value());
}

void tokens_find_cases(World& world) {
    world.commit([&] {
        world.cases().insert_case(a_case("1"));
        world.cases().insert_case(a_case("2"));
        world.cases().put_search_tokens(a_case("1").id, {a_digest(1), a_digest(2), a_digest(1)});
        world.cases().put_search_tokens(a_case("2").id, {a_digest(2)});
    });

    CHECK(world.cases().cases_with_token(a_digest(1), 10) == std::vector{a_case("1").id});
    CHECK(world.cases().cases_with_token(a_digest(2), 10).size() == 2);
    CHECK(world.cases().cases_with_token(a_digest(2), 1).size() == 1);
    CHECK(world.cases().cases_with_token(a_digest(3), 10).empty());
    CHECK(world.cases().has_token(a_case("1").id, a_digest(2)));
    CHECK_FALSE(world.cases().has_token(a_case("2").id, a_digest(1)));
    world.commit([&] { world.cases().put_search_tokens(a_case("1").id, {a_digest(3)}); });
    CHECK(world.cases().has_token(a_case("1").id, a_digest(3)));
    CHECK_FALSE(world.cases().has_token(a_case("1").id, a_digest(2)));
    CHECK(world.cases().has_token(a_case("2").id, a_digest(2)));
}

void people_keep_their_log_name(World& world) {
    const core::PersonId ann{"ann"};
    core::AuditRef first;
    world.cases().begin();
    first = world.cases().audit_ref_of(ann);
    world.cases().open_savepoint();
    const core::AuditRef refused = world.cases().audit_ref_of({"bob"});
    world.cases().undo_savepoint();  // bob's act was refused, and is logged under his name
    CHECK(world.cases().audit_ref_of({"bob"}) == refused);
    world.cases().commit();

    CHECK(world.cases().audit_ref_of(ann) == first);
    CHECK(world.cases().audit_ref_of({"bob"}) == refused);
    CHECK(first != refused);
    CHECK(first.text.find("ann") == std::string::npos);
}

void bundles_never_change(World& world) {
    const core::BundleHash hash{std::string(64, 'a')};
    world.commit([&] { world.cases().publish_bundle(hash, "{}", minute(0)); });
    world.commit([&] { world.cases().publish_bundle(hash, "{}", minute(1)); });

    CHECK(world.cases().find_bundle(hash) == "{}");
    CHECK_FALSE(world.cases().find_bundle({"none"}).has_value());
}

void a_rollback_leaves_nothing(World& world) {
    world.cases().begin();
    world.cases().insert_case(a_case("1"));
    world.cases().keep_answer("front", "key", {a_digest(1), "{}"}, minute(0));
    world.cases().rollback();

    CHECK_FALSE(world.cases().find_case(a_case("1").id).has_value());
    CHECK_FALSE(world.cases().find_answer("front", "key").has_value());
    world.commit([&] { world.cases().insert_case(a_case("1")); });
    CHECK(world.cases().find_case(a_case("1").id).has_value());
}

void a_savepoint_is_undone_alone(World& world) {
    world.cases().begin();
    world.cases().open_savepoint();
    world.cases().insert_case(a_case("1"));
    world.cases().release_savepoint();
    world.cases().open_savepoint();
    world.cases().insert_case(a_case("2"));
    world.cases().append_event(an_event(a_case("2"), 1));
    world.cases().undo_savepoint();
    world.cases().open_savepoint();
    world.cases().insert_case(a_case("3"));
    world.cases().append_event(an_event(a_case("3"), 1));
    world.cases().release_savepoint();
    world.cases().commit();

    CHECK(world.cases().find_case(a_case("1").id).has_value());
    CHECK_FALSE(world.cases().find_case(a_case("2").id).has_value());
    CHECK(world.cases().events_of(a_case("2").id, 0, 10).empty());
    CHECK(world.cases().events_of(a_case("3").id, 0, 10).size() == 1);
}

void written_rows_are_counted(World& world) {
    const auto before = world.cases().rows_written();
    world.cases().begin();
    CHECK_FALSE(world.cases().find_case(a_case("1").id).has_value());
    CHECK(world.cases().rows_written() == before);
    world.cases().insert_case(a_case("1"));
    const auto with_case = world.cases().rows_written();
    CHECK(with_case > before);
    ports::CaseRow stale = a_case("1");
    stale.version = 7;
    CHECK_FALSE(world.cases().update_case(stale));
    CHECK(world.cases().rows_written() == with_case);
    (void)world.audit().append(an_entry("ann", "case-a"), {});
    const auto with_entry = world.cases().rows_written();
    CHECK(with_entry > with_case);
    world.outbox().put(an_effect(a_case("1"), "message", 0));
    CHECK(world.cases().rows_written() > with_entry);
    world.cases().rollback();
    CHECK(world.cases().rows_written() > with_entry);
}

}  // namespace

void check_case_store(const MakeWorld& make) {
    const auto world = make();
    SUBCASE("cases come back whole, by reference and by id") {
        cases_come_back_whole(*world);
    }
    SUBCASE("an update needs the version before it") {
        updates_need_the_version_before(*world);
    }
    SUBCASE("events come in order, from where one asks") {
        events_come_in_order(*world);
    }
    SUBCASE("a case's timers are replaced by the new ones") {
        timers_are_replaced(*world);
    }
    SUBCASE("tasks open and close, for a case and an agency") {
        tasks_open_and_close(*world);
    }
    SUBCASE("an answer is kept for its caller and key") {
        answers_are_kept(*world);
    }
    SUBCASE("tokens find the cases that have them") {
        tokens_find_cases(*world);
    }
    SUBCASE("a person keeps one random name in the log") {
        people_keep_their_log_name(*world);
    }
    SUBCASE("a published bundle stays as it is") {
        bundles_never_change(*world);
    }
    SUBCASE("a rollback leaves nothing behind") {
        a_rollback_leaves_nothing(*world);
    }
    SUBCASE("rows are counted when they are written, wherever they go") {
        written_rows_are_counted(*world);
    }
    SUBCASE("a savepoint is undone alone") {
        a_savepoint_is_undone_alone(*world);
    }
}

}  // namespace clarion::test
