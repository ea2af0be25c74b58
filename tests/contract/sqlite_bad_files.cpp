// Stores that are not as the program left them, or not where it can keep them: refused, with what
// and where.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include "adapters/sqlite/file_place.hpp"
#include "adapters/sqlite/migration_trial.hpp"
#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace {

void run_outside(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &database) == SQLITE_OK);
    CHECK(sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr) == SQLITE_OK);
    sqlite3_close(database);
}

std::string why_not(const std::string& path) {
    try {
        (void)open_store(path);
        return "opened";
    } catch (const ports::IntegrityBroken& broken) {
        return std::string("broken: ") + broken.what();
    } catch (const ports::StoreUnavailable& unavailable) {
        return std::string("unavailable: ") + unavailable.what();
    }
}

bool says(const std::string& why, const char* kind, const char* words) {
    CAPTURE(why);
    return why.starts_with(kind) && why.find(words) != std::string::npos;
}

}  // namespace

TEST_CASE("sqlite store: a store that is half migrated by hand is refused") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.db");
    (void)open_store(path);

    SUBCASE("its tables are there and its word for them is not") {
        run_outside(
            path,
            "DELETE FROM schema_migrations WHERE name = (SELECT max(name) FROM schema_migrations)"
        );
        CHECK(says(why_not(path), "unavailable: ", "run a script"));
    }
    SUBCASE("its word is there and a table is not") {
        run_outside(path, "DROP TABLE retention");
        CHECK(says(why_not(path), "unavailable: ", "retention"));
    }
    SUBCASE("a column is not") {
        run_outside(path, "ALTER TABLE retention DROP COLUMN reviews");
        CHECK(says(why_not(path), "unavailable: ", "retention"));
    }
}

TEST_CASE("sqlite store: a folder that is not there, and one in the file's place, are refused") {
    const TemporaryFolder folder;
    std::filesystem::create_directory(folder.file("clarion.db"));

    CHECK(says(why_not(folder.file("clarion.db")), "unavailable: ", ""));
    CHECK(says(why_not(folder.file("none/clarion.db")), "unavailable: ", "none"));
}

TEST_CASE("sqlite store: disks that machines share are known, and others are not") {
    for (const long type : {0x6969L, 0x517BL, 0xFE534D42L, 0xFF534D42L, 0x00C36400L, 0x0BD00BD0L})
        CHECK_FALSE(sqlite::shared_file_system(type).empty());
    CHECK(sqlite::shared_file_system(static_cast<int>(0xFF534D42U)) == "SMB");  // as 32 bits
    for (const long type : {0xEF53L, 0x58465342L, 0x9123683EL, 0x01021994L, 0x794C7630L})
        CHECK(sqlite::shared_file_system(type).empty());
}

TEST_CASE("migrations: a trial is made on a copy, tells what it did, and leaves the store alone") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.db");
    auto older = released_migrations();
    older.resize(1);
    // What a store of the first migration alone is: the program of then made its tables.
    {
        std::ofstream(path).close();
        run_outside(
            path,
            "CREATE TABLE schema_migrations (name TEXT PRIMARY KEY, hash BLOB NOT NULL) STRICT,"
            " WITHOUT ROWID;" +
                older.front().sql
        );
        const core::Digest hash = keys::make_sha256()({ports::view_of(older.front().sql)});
        std::string hex;
        for (const std::uint8_t byte : hash) {
            hex += "0123456789ABCDEF"[byte >> 4U];
            hex += "0123456789ABCDEF"[byte & 15U];
        }
        run_outside(
            path,
            "INSERT INTO schema_migrations VALUES ('" + older.front().name + "', x'" + hex + "')"
        );
    }
    const auto size = std::filesystem::file_size(path);

    const auto trial = sqlite::try_migrations(
        path, folder.file("copy.db"), released_migrations(), keys::make_sha256()
    );

    CHECK(trial.pending.size() == released_migrations().size() - 1);
    CHECK(std::filesystem::file_size(path) == size);
    CHECK(why_not(path) == "opened");
    CHECK(sqlite::try_migrations(
              path, folder.file("other.db"), released_migrations(), keys::make_sha256()
    )
              .pending.empty());
    CHECK_THROWS_AS(
        (void)sqlite::try_migrations(
            folder.file("none.db"),
            folder.file("third.db"),
            released_migrations(),
            keys::make_sha256()
        ),
        ports::StoreUnavailable
    );
}

}  // namespace clarion::test
