// Forward only, each whole or not at all.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace {

void open_with(const std::string& path, const std::vector<sql::Migration>& migrations) {
    (void)sqlite::make_sqlite_store(path, migrations, keys::make_sha256());
}

std::vector<sql::Migration> with_one_more(const std::string& sql) {
    auto migrations = released_migrations();
    migrations.push_back({"9999_later.sql", sql});
    return migrations;
}

// The script as its statements, each with what stands before it.
std::vector<std::string> statements_of(const std::string& sql) {
    std::vector<std::string> statements(1);
    for (const char letter : sql) {
        statements.back() += letter;
        if (letter == ';' && sqlite3_complete(statements.back().c_str()) != 0)
            statements.emplace_back();
    }
    statements.pop_back();
    return statements;
}

// All tables, indexes and rows of the migrations' own table, as text.
std::string schema_of(const std::string& path) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    std::string text;
    const auto collect = [](void* into, int count, char** values, char**) {
        for (int column = 0; column < count; ++column)
            *static_cast<std::string*>(into) += values[column] == nullptr ? "-" : values[column];
        return 0;
    };
    const char* question =
        "SELECT name, sql FROM sqlite_schema ORDER BY name; SELECT name FROM schema_migrations;";
    REQUIRE(sqlite3_exec(database, question, collect, &text, nullptr) == SQLITE_OK);
    sqlite3_close(database);
    return text;
}

// Applies what it can of them; a store whose tables are not all there does not open.
bool opens_with(const std::string& path, const std::vector<sql::Migration>& migrations) {
    try {
        open_with(path, migrations);
        return true;
    } catch (const ports::StoreUnavailable&) {
        return false;
    }
}

}  // namespace

TEST_CASE("migrations: stopped after any statement, a store of any version is as it was") {
    const auto all = released_migrations();
    int stops = 0;
    for (std::size_t version = 0; version < all.size(); ++version) {
        const TemporaryFolder folder;
        const std::string path = folder.file("clarion.db");
        const std::vector<sql::Migration> before(
            all.begin(), all.begin() + static_cast<std::ptrdiff_t>(version)
        );
        (void)opens_with(path, before);
        const std::string schema = schema_of(path);
        std::string so_far;
        for (const std::string& statement : statements_of(all[version].sql)) {
            so_far += statement;
            auto interrupted = before;
            interrupted.push_back({all[version].name, so_far + "SELECT stop_here();"});
            CAPTURE(so_far);
            CHECK_FALSE(opens_with(path, interrupted));
            CHECK(schema_of(path) == schema);
            ++stops;
        }
        CHECK_NOTHROW((void)open_store(path)->check_integrity());
    }
    MESSAGE(stops, " statements of ", all.size(), " migrations");
    CHECK(stops > 40);
}

TEST_CASE("migrations: a newer program adds its own, and keeps what was there") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.db");
    {
        const auto store = open_store(path);
        store->cases().begin();
        store->cases().insert_case(a_case("1"));
        store->cases().commit();
    }
    const auto newer = with_one_more("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;");

    open_with(path, newer);
    open_with(path, newer);  // the second time there is nothing to do

    const auto store = sqlite::make_sqlite_store(path, newer, keys::make_sha256());
    CHECK(store->cases().find_case(a_case("1").id).has_value());
}

TEST_CASE("migrations: an older program refuses a newer database") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.db");
    open_with(path, with_one_more("CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;"));

    CHECK_THROWS_AS(open_with(path, released_migrations()), ports::StoreUnavailable);
}

TEST_CASE("migrations: a file changed after release is refused") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.db");
    open_with(path, released_migrations());
    auto changed = released_migrations();
    changed.back().sql += "-- one more word\n";

    CHECK_THROWS_AS(open_with(path, changed), ports::IntegrityBroken);
}

TEST_CASE("migrations: one that fails leaves nothing of itself") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.db");
    open_with(path, released_migrations());
    const std::string first_half = "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;";

    CHECK_THROWS_AS(
        open_with(path, with_one_more(first_half + "CREATE TABLE cases (x);")),
        ports::StoreUnavailable
    );

    CHECK_NOTHROW(open_with(path, released_migrations()));
    CHECK_NOTHROW(open_with(path, with_one_more(first_half)));
}

}  // namespace clarion::test
