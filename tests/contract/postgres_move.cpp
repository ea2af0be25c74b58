// From a file to PostgreSQL: whole, in whatever pieces, and never over another store.
#include <doctest/doctest.h>

#include <algorithm>
#include <array>

#include "adapters/postgres/moved_tables.hpp"
#include "adapters/postgres/store_move.hpp"
#include "engine/ports/failures.hpp"
#include "tests/contract/postgres_world.hpp"
#include "tests/contract/rows.hpp"

namespace clarion::test {

namespace {

constexpr int kEntries = 1300;  // three pieces, and full tiles

ports::AlertRow an_alert(const std::string& name) {
    ports::AlertRow row;
    row.id = "alert-" + name;
    row.rule = "helplines";
    row.once = "helplines|" + name;
    row.person = {"clarion"};
    row.raised_at = minute(1);
    return row;
}

void fill(SqliteWorld& world) {
    world.store().check_key_fingerprint("ours");
    world.commit([&] {
        world.cases().publish_bundle({"hash"}, "{}", minute(0));
        for (int number = 0; number < 600; ++number) {
            ports::CaseRow row = a_case(std::to_string(number));
            row.lists = {"unassigned"};
            if (number % 2 == 0) row.due_at = minute(number);
            world.cases().insert_case(row);
            world.cases().append_event(an_event(row, 1));
        }
        const ports::CaseRow first = a_case("0");
        world.cases().set_timers(first.id, {{first.id, "t", minute(1)}});
        world.cases().insert_task(a_task(first, "1"));
        world.cases().keep_answer("caller", "key", {{}, "answer"}, minute(0));
        world.cases().put_search_tokens(first.id, {core::Digest{7}});
        world.cases().keep_colleague({{"ann"}, "Ann", {"intake"}});
        (void)world.cases().audit_ref_of({"ann"});
        world.outbox().put(an_effect(first, "a", 0));
        world.outbox().put(an_effect(first, "b", 0));
        world.outbox().bury(2, "unknown_address");
        world.cases().put_later(a_later("compare_request", 0, first.id));
        world.cases().put_later(a_later("heed_contact_report", 1));
        (void)world.audit().append(an_entry("ann", "case-a"), bytes("detail"));
        world.audit().keep_checkpoint(1, "note");
        ports::ClosedLog closing;
        closing.origin = "localhost/clarion/2025";
        world.audit().turn(closing);
        for (int entry = 0; entry < kEntries; ++entry)
            (void)world.audit().append(an_entry("ann", "case-a"), {});
    });
}

// What staff are to look at, and a case that is no more.
void leave_behind(SqliteWorld& world) {
    const ports::CaseRow gone = a_case("gone");
    world.commit([&] {
        CHECK(world.cases().raise_alert(an_alert("1")));
        world.cases().insert_case(gone);
    });
    world.commit([&] { world.cases().erase_cases(std::array{gone.id}, minute(2)); });
}

std::unique_ptr<postgres::StoreMove> begin_move(SqliteWorld& world, const std::string& schema) {
    return postgres::begin_store_move(
        world.store().connection(),
        settings_for(schema),
        released_migrations("postgres"),
        keys::make_sha256()
    );
}

}  // namespace

TEST_CASE("store move: interrupted after every piece, all of it arrives, counted and proven") {
    SqliteWorld world;
    fill(world);
    leave_behind(world);
    const std::string schema = new_schema();
    int pieces = 0;
    for (bool is_done = false; !is_done; ++pieces) {
        // Each piece by a program of its own, that then ends.
        const auto move = begin_move(world, schema);
        postgres::MoveProgress progress = move->go_on();
        const std::uint64_t moved = progress.moved;
        while (!progress.is_done && progress.moved == moved)
            progress = move->go_on();
        is_done = progress.is_done;
        if (!is_done) {
            CHECK(progress.moved < progress.rows + 1);
            CHECK_THROWS_AS((void)open_postgres(settings_for(schema)), ports::IntegrityBroken);
        }
    }
    MESSAGE(pieces, " runs of one piece");
    CHECK(pieces > 20);

    const auto arrived = open_postgres(settings_for(schema));

    CHECK_NOTHROW(arrived->check_integrity());
    CHECK_NOTHROW(arrived->check_key_fingerprint("ours"));
    CHECK(arrived->audit().head().size == kEntries);
    CHECK(arrived->audit().head().root == world.audit().head().root);
    CHECK(arrived->audit().closed().size() == 1);
    CHECK(arrived->cases().count_cases() == 600);
    CHECK(arrived->cases().timers_of(a_case("0").id).size() == 1);
    CHECK(arrived->cases().open_tasks_of(a_case("0").id).at(0).closed_at == std::nullopt);
    CHECK(arrived->cases().find_answer("caller", "key").value().answer == "answer");
    CHECK(arrived->cases().has_token(a_case("0").id, core::Digest{7}));
    CHECK(arrived->outbox().waiting() == 1);
    CHECK(arrived->outbox().buried() == 1);
    CHECK(arrived->cases().has_alert(an_alert("1").once));
    CHECK(arrived->cases().count_erased() == 1);
    CHECK(arrived->cases().ready_later(minute(0), 9).at(0).case_id == a_case("0").id);
    CHECK_FALSE(arrived->cases().ready_later(minute(1), 9).at(1).case_id.has_value());
    // It goes on from there.
    arrived->cases().begin();
    arrived->cases().insert_case(a_case("new"));
    arrived->cases().append_event(an_event(a_case("new"), 1));
    arrived->outbox().put(an_effect(a_case("new"), "c", 0));
    arrived->cases().put_later(a_later("after the move", 0));
    CHECK(arrived->cases().raise_alert(an_alert("2")));
    arrived->cases().erase_cases(std::array{a_case("1").id}, minute(3));
    CHECK(arrived->audit().append(an_entry("ann", "case-a"), {}) == kEntries);
    arrived->cases().commit();
    CHECK(arrived->outbox().ready(minute(1), 9).back().id == 3);
}

TEST_CASE("store move: never over another store, nor over one that went on") {
    SqliteWorld world;
    fill(world);

    SUBCASE("of other keys") {
        PostgresWorld other;
        other.store().check_key_fingerprint("theirs");
        CHECK_THROWS_AS((void)begin_move(world, other.schema()), ports::StoreUnavailable);
    }
    SUBCASE("of no keys, with cases") {
        PostgresWorld other;
        other.commit([&] { other.cases().insert_case(a_case("x")); });
        CHECK_THROWS_AS((void)begin_move(world, other.schema()), ports::StoreUnavailable);
    }
    SUBCASE("that went on after the move") {
        const std::string schema = new_schema();
        const auto move = begin_move(world, schema);
        while (!move->go_on().is_done) {
        }
        shared_server().run(
            "DELETE FROM " + schema + ".colleagues; INSERT INTO " + schema +
            ".colleagues VALUES ('bob', 'Bob', ''), ('eve', 'Eve', '')"
        );
        CHECK_THROWS_AS((void)begin_move(world, schema), ports::StoreUnavailable);
    }
}

TEST_CASE("store move: what was written since the run that broke off is not left behind") {
    SqliteWorld world;
    fill(world);
    const std::string schema = new_schema();
    bool must_have_arrived = false;
    SUBCASE("in the middle") {}
    SUBCASE("when all had arrived, and the folder was not switched") {
        must_have_arrived = true;
    }
    {
        const auto move = begin_move(world, schema);
        for (postgres::MoveProgress now; must_have_arrived ? !now.is_done : now.moved < 1000;)
            now = move->go_on();
    }
    // Rows behind which the move has gone; no entry in the log tells of the second.
    world.commit([&] {
        ports::CaseRow row = a_case("3");
        row.version = 2;
        row.queue = "elsewhere";
        CHECK(world.cases().update_case(row));
        world.cases().append_event(an_event(row, 2));
    });
    world.commit([&] {
        world.cases().set_timers(a_case("0").id, {{a_case("0").id, "t", minute(9)}});
    });

    const auto again = begin_move(world, schema);
    CHECK(again->has_begun_anew());
    while (!again->go_on().is_done) {
    }

    CHECK_FALSE(begin_move(world, schema)->has_begun_anew());
    const auto arrived = open_postgres(settings_for(schema));
    CHECK_NOTHROW(arrived->check_integrity());
    CHECK(arrived->cases().find_case(a_case("3").id).value().version == 2);
    CHECK(arrived->cases().timers_of(a_case("0").id).at(0).due == minute(9));
    CHECK(arrived->cases().count_cases() == 600);
    // Once the folder is switched, nothing is thrown away any more.
    postgres::end_store_move(arrived->connection());
    world.commit([&] { world.cases().keep_colleague({{"eve"}, "Eve", {"intake"}}); });
    CHECK_THROWS_AS((void)begin_move(world, schema), ports::StoreUnavailable);
}

TEST_CASE("store move: a row that arrived as another one is found before anybody is led to it") {
    SqliteWorld world;
    fill(world);
    const std::string schema = new_schema();
    const auto move = begin_move(world, schema);
    while (move->go_on().moved < 1000) {
    }
    shared_server().run("UPDATE " + schema + ".cases SET queue = 'elsewhere' WHERE pk = 2");

    CHECK_THROWS_AS(
        [&] {
            while (!move->go_on().is_done) {
            }
        }(),
        ports::IntegrityBroken
    );
    CHECK_THROWS_AS((void)open_postgres(settings_for(schema)), ports::IntegrityBroken);
}

TEST_CASE("store move: every table and column of the schema is moved, or brought by itself") {
    const PostgresWorld world;
    std::vector<std::string> listed;
    for (const postgres::MovedTable& table : postgres::moved_tables()) {
        std::istringstream columns{std::string(table.columns)};
        for (std::string column; columns >> column;)
            listed.push_back(std::string(table.name) + "|" + column.substr(0, column.find(':')));
    }
    std::sort(listed.begin(), listed.end());
    std::string lines;
    for (const std::string& line : listed)
        lines += (lines.empty() ? "" : "\n") + line;

    CHECK(
        lines == shared_server().run(
                     "SELECT line FROM (SELECT table_name || '|' || column_name AS line FROM "
                     "information_schema.columns"
                     " WHERE table_schema = '" +
                     world.schema() +
                     "' AND table_name NOT IN ('nodes', 'duties',"
                     " 'keys', 'standing', 'store_head', 'schema_migrations', 'shut_out',"
                     " 'signed_out', 'emergency_passes')) AS "
                     "lines ORDER BY "
                     "line COLLATE \"C\""
                 )
    );
}

}  // namespace clarion::test
