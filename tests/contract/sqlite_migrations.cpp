// Forward only, each whole or not at all.
#include <doctest/doctest.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace {

void open_with(const std::string& path, const std::vector<sqlite::Migration>& migrations) {
    (void)sqlite::make_sqlite_store(path, migrations, keys::make_sha256());
}

std::vector<sqlite::Migration> with_one_more(const std::string& sql) {
    auto migrations = released_migrations();
    migrations.push_back({"9999_later.sql", sql});
    return migrations;
}

}  // namespace

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
