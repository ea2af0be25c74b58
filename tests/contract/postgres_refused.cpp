// Which servers, databases and secrets a PostgreSQL store does without.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "adapters/postgres/placeholders.hpp"
#include "adapters/postgres/server_check.hpp"
#include "engine/ports/failures.hpp"
#include "tests/contract/postgres_world.hpp"
#include "tests/contract/rows.hpp"

namespace clarion::test {

namespace {

std::string why_not(const postgres::Settings& settings) {
    try {
        (void)open_postgres(settings);
        return "it opened";
    } catch (const ports::StoreUnavailable& refused) {
        return refused.what();
    }
}

bool says(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

// The server with one setting changed, and changed back.
std::string why_not_with(const PostgresServer& server, const std::string& setting) {
    server.run("ALTER SYSTEM SET " + setting);
    server.run("SELECT pg_reload_conf()");
    // The postmaster tells new sessions only after it has read the file.
    server.run("SELECT pg_sleep(0.2)");
    std::string why = why_not(settings_for("public", server));
    server.run("ALTER SYSTEM RESET " + setting.substr(0, setting.find(' ')));
    server.run("SELECT pg_reload_conf()");
    server.run("SELECT pg_sleep(0.2)");
    return why;
}

// Table and column, a line each, as PostgreSQL is asked for them.
std::string columns_of_sqlite() {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(":memory:", &database) == SQLITE_OK);
    std::string text = "CREATE TABLE schema_migrations (name TEXT, hash BLOB);";
    for (const auto& migration : released_migrations())
        text += migration.sql;
    REQUIRE(sqlite3_exec(database, text.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    text.clear();
    const auto collect = [](void* into, int, char** values, char**) {
        auto& lines = *static_cast<std::string*>(into);
        lines += (lines.empty() ? "" : "\n") + std::string(values[0]) + "|" + values[1];
        return 0;
    };
    const char* question =
        "SELECT m.name, c.name FROM sqlite_schema AS m JOIN pragma_table_info(m.name) AS c"
        " WHERE m.type = 'table' ORDER BY 1, 2";
    REQUIRE(sqlite3_exec(database, question, collect, &text, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    return text;
}

}  // namespace

TEST_CASE("postgres store: a server that may lose or tear what it acknowledged is refused") {
    const PostgresServer server;
    CHECK(why_not(settings_for("public", server)) == "it opened");

    for (const char* setting :
         {"fsync = off",
          "full_page_writes = off",
          "synchronous_commit = off",
          "default_transaction_read_only = on"}) {
        const std::string why = why_not_with(server, setting);
        CAPTURE(why);
        CHECK(says(why, server.socket_folder()));
        CHECK(says(why, std::string(setting).substr(0, std::string(setting).find(' '))));
    }
    CHECK(why_not(settings_for("public", server)) == "it opened");
}

TEST_CASE("postgres store: commits that a standby need not have are refused where there is one") {
    const PostgresServer server;
    server.run("ALTER SYSTEM SET synchronous_standby_names = 'one'");

    CHECK(says(why_not_with(server, "synchronous_commit = local"), "a fail-over could lose"));
}

TEST_CASE("postgres store: a server that takes a failed sync for a good one is refused") {
    PostgresServer server;
    server.stop();
    server.start({"data_sync_retry=on"});

    CHECK(says(why_not(settings_for("public", server)), "data_sync_retry"));
}

TEST_CASE("postgres store: a standby is refused, and told from its primary") {
    const PostgresServer primary;
    const PostgresServer standby(primary, "one");

    CHECK(says(why_not(settings_for("public", standby)), "this is a standby"));
    CHECK(why_not(settings_for("public", primary)) == "it opened");
}

// No older server is installed where tests run: this one is made to say that it is one.
TEST_CASE("postgres store: a server before 15 is refused with its version") {
    const std::string schema = new_schema();
    postgres::Session session(settings_for(schema));
    (void)session.ask(
        "CREATE FUNCTION " + schema +
        ".current_setting(text) RETURNS text LANGUAGE sql AS $$SELECT CASE $1 WHEN"
        " 'server_version_num' THEN '140012' WHEN 'server_version' THEN '14.12' ELSE"
        " pg_catalog.current_setting($1) END$$"
    );
    CHECK_NOTHROW(postgres::check_server(session));
    (void)session.ask("SET search_path = " + schema + ", pg_catalog");

    std::string why;
    try {
        postgres::check_server(session);
    } catch (const ports::StoreUnavailable& refused) {
        why = refused.what();
    }

    CHECK(says(why, "server version 14.12 is too old; 15 is the oldest that works"));
    CHECK(says(why, session.where()));
}

TEST_CASE("postgres store: a machine whose clock is not the database's is refused") {
    using namespace std::chrono_literals;
    postgres::Session session(settings_for("public"));
    const auto now = std::chrono::system_clock::now();

    CHECK_NOTHROW(postgres::check_clock(session, now + 50s));
    CHECK_THROWS_AS(postgres::check_clock(session, now + 70s), ports::StoreUnavailable);
    CHECK_THROWS_AS(postgres::check_clock(session, now - 70s), ports::StoreUnavailable);
}

TEST_CASE("postgres store: a server that is not there is refused with its place") {
    postgres::Settings settings;
    settings.connection = "host=/nowhere port=5432 user=clarion dbname=cases";

    const std::string why = why_not(settings);

    CHECK(says(why, "/nowhere"));
    CHECK(why.find('\n') == std::string::npos);
}

TEST_CASE("postgres store: tables of another version are refused") {
    PostgresWorld world;
    world.commit([&] { world.cases().insert_case(a_case("1")); });

    SUBCASE("a newer program's") {
        world.tamper("INSERT INTO schema_migrations VALUES ('9999_later.sql', sha256('x'))");
        CHECK(says(why_not(settings_for(world.schema())), "newer version"));
    }
    SUBCASE("with a migration of another name") {
        world.tamper("UPDATE schema_migrations SET name = '0001_other.sql' WHERE name LIKE '0001%'"
        );
        CHECK(says(why_not(settings_for(world.schema())), "0001_other.sql"));
    }
    SUBCASE("with a file that was changed after release") {
        world.tamper("UPDATE schema_migrations SET hash = sha256('other')");
        CHECK_THROWS_AS((void)open_postgres(settings_for(world.schema())), ports::IntegrityBroken);
    }
}

TEST_CASE("postgres store: tables are brought up to a version only while no other node works") {
    const std::string schema = new_schema();
    auto old = open_postgres(settings_for(schema));
    auto newer = released_migrations("postgres");
    newer.push_back({"9999_later.sql", "CREATE TABLE later (x BIGINT)"});
    const auto open_newer = [&] {
        return postgres::make_postgres_store(settings_for(schema), newer, keys::make_sha256());
    };

    CHECK_THROWS_AS((void)open_newer(), ports::StoreUnavailable);
    CHECK(shared_server().run("SELECT to_regclass('" + schema + ".later')").empty());
    old.reset();
    CHECK_NOTHROW((void)open_newer());
}

TEST_CASE("postgres store: a migration that fails leaves nothing of itself") {
    const std::string schema = new_schema();
    auto migrations = released_migrations("postgres");
    migrations.push_back({"9999_later.sql", "CREATE TABLE later (x BIGINT); CREATE TABLE cases ();"}
    );

    CHECK_THROWS_AS(
        (void)postgres::make_postgres_store(settings_for(schema), migrations, keys::make_sha256()),
        ports::StoreUnavailable
    );

    CHECK(why_not(settings_for(schema)) == "it opened");
    CHECK(shared_server().run("SELECT to_regclass('" + schema + ".later')").empty());
}

TEST_CASE("postgres store: a log that was tampered with is not opened, nor passes the full check") {
    PostgresWorld world;
    world.commit([&] {
        for (int entry = 0; entry < 300; ++entry)
            (void)world.audit().append(an_entry("ann", "case-a"), {});
    });

    SUBCASE("an entry's bytes") {
        world.tamper("UPDATE audit_entries SET bytes = '\\x7b7d' WHERE seq = 299");
    }
    SUBCASE("a stored hash") {
        world.tamper("UPDATE audit_nodes SET hash = sha256('other')");
    }
    SUBCASE("the last entry taken away") {
        world.tamper("DELETE FROM audit_entries WHERE seq = 299");
    }
    SUBCASE("the head's size") {
        world.tamper("UPDATE store_head SET log_size = 299");
    }
    SUBCASE("the head itself") {
        world.tamper("DELETE FROM store_head");
    }
    CHECK_THROWS_AS((void)open_postgres(settings_for(world.schema())), ports::IntegrityBroken);
}

TEST_CASE("postgres store: the full check reads what opening takes on trust") {
    PostgresWorld world;
    world.commit([&] {
        for (int entry = 0; entry < 300; ++entry)
            (void)world.audit().append(an_entry("ann", "case-a"), {});
    });
    CHECK_NOTHROW(world.store().check_integrity());
    world.tamper("UPDATE audit_entries SET bytes = '\\x7b7d' WHERE seq = 5");

    const auto store = open_postgres(settings_for(world.schema()));

    CHECK_THROWS_AS(store->check_integrity(), ports::IntegrityBroken);
}

TEST_CASE(
    "postgres store: a command that needs the database alone waits for no node, nor one for it"
) {
    PostgresWorld world;
    postgres::Settings alone = settings_for(world.schema());
    alone.is_alone = true;

    CHECK(says(why_not(alone), "stop every node first"));
}

TEST_CASE("postgres store: its tables and columns are those of the SQLite store, and the nodes'") {
    PostgresWorld world;
    const std::string theirs = shared_server().run(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = '" +
        world.schema() +
        "' AND table_name NOT IN ('nodes', 'duties', 'shut_out', 'signed_out',"
        " 'emergency_passes') ORDER BY 1, 2"
    );

    CHECK(theirs == columns_of_sqlite());
}

TEST_CASE("postgres store: the tables' SQL in PostgreSQL's words") {
    using postgres::for_postgres;

    CHECK(
        for_postgres("SELECT a FROM t WHERE b = ? AND c > ?") ==
        "SELECT a FROM t WHERE b = $1 AND c > $2"
    );
    CHECK(for_postgres("UPDATE t SET a = ?2 WHERE b = ?1") == "UPDATE t SET a = $2 WHERE b = $1");
    CHECK(
        for_postgres("SELECT a FROM t INDEXED BY i WHERE b = ?") == "SELECT a FROM t WHERE b = $1"
    );
}

}  // namespace clarion::test
