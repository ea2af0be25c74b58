// What the SQLite store does with its file, beyond the ports.
#include <doctest/doctest.h>
#include <sqlite3.h>
#include <sys/stat.h>

#include "engine/ports/failures.hpp"
#include "tests/contract/rows.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace {

// As somebody with another program would: around the store. Returns SQLite's code.
int run_outside(const std::string& path, const std::string& sql) {
    sqlite3* database = nullptr;
    int code = sqlite3_open(path.c_str(), &database);
    if (code == SQLITE_OK) code = sqlite3_exec(database, sql.c_str(), nullptr, nullptr, nullptr);
    sqlite3_close(database);
    return code;
}

void append_entries(sql::Store& store, int count) {
    store.cases().begin();
    for (int entry = 0; entry < count; ++entry) {
        store.audit().append(an_entry("ann", "case-" + std::to_string(entry % 3)), {});
    }
    store.cases().commit();
}

mode_t mode_of(const std::string& path) {
    struct stat status {};
    REQUIRE(::stat(path.c_str(), &status) == 0);
    return status.st_mode & 0777;
}

// How many of the store's files hold the text, read as raw bytes.
int count_in_files(const std::string& path, const std::string& text) {
    int count = 0;
    for (const auto* suffix : {"", "-wal"}) {
        std::ostringstream content;
        content << std::ifstream(path + suffix).rdbuf();
        if (content.str().find(text) != std::string::npos) ++count;
    }
    return count;
}

// A file with `count` entries in its log, closed again.
std::string make_closed_store(const TemporaryFolder& folder, int count) {
    const std::string path = folder.file("clarion.db");
    append_entries(*open_store(path), count);
    return path;
}

}  // namespace

TEST_CASE("sqlite store: a second server and any other program are refused") {
    SqliteWorld world;
    world.commit([&] { world.cases().insert_case(a_case("1")); });

    CHECK_THROWS_AS((void)open_store(world.path()), ports::StoreUnavailable);
    CHECK(run_outside(world.path(), "SELECT * FROM cases") == SQLITE_BUSY);
    CHECK(run_outside(world.path(), "DELETE FROM cases") == SQLITE_BUSY);
    CHECK(run_outside(world.path(), "PRAGMA wal_checkpoint") == SQLITE_BUSY);
}

TEST_CASE("sqlite store: a store is refused while another program holds the file") {
    const TemporaryFolder folder;
    const std::string path = make_closed_store(folder, 1);
    sqlite3* other = nullptr;
    REQUIRE(sqlite3_open(path.c_str(), &other) == SQLITE_OK);
    REQUIRE(sqlite3_exec(other, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) == SQLITE_OK);

    CHECK_THROWS_AS((void)open_store(path), ports::StoreUnavailable);

    sqlite3_close(other);
    CHECK_NOTHROW((void)open_store(path));
}

TEST_CASE("sqlite store: nobody but the owner can read its files") {
    SqliteWorld world;
    world.commit([&] { world.cases().insert_case(a_case("1")); });

    for (const auto* suffix : {"", "-wal", ".lock"})
        CHECK(mode_of(world.path() + suffix) == 0600);
    CHECK_FALSE(std::filesystem::exists(world.path() + "-shm"));  // nothing is mapped
}

TEST_CASE("sqlite store: a log that was tampered with is not opened") {
    const TemporaryFolder folder;
    const std::string path = make_closed_store(folder, 300);

    SUBCASE("an entry's bytes") {
        REQUIRE(run_outside(path, "UPDATE audit_entries SET bytes = x'7b7d' WHERE seq = 299") == 0);
    }
    SUBCASE("a stored hash") {
        REQUIRE(run_outside(path, "UPDATE audit_nodes SET hash = zeroblob(32)") == 0);
    }
    SUBCASE("the last entry taken away") {
        REQUIRE(run_outside(path, "DELETE FROM audit_entries WHERE seq = 299") == 0);
    }
    SUBCASE("an entry added") {
        REQUIRE(run_outside(path, "INSERT INTO audit_entries VALUES (300, x'7b7d')") == 0);
    }
    SUBCASE("the head's size") {
        REQUIRE(run_outside(path, "UPDATE store_head SET log_size = 299") == 0);
    }
    SUBCASE("the head itself") {
        REQUIRE(run_outside(path, "DELETE FROM store_head") == 0);
    }

    CHECK_THROWS_AS((void)open_store(path), ports::IntegrityBroken);
}

TEST_CASE("sqlite store: the full check reads what opening takes on trust") {
    const TemporaryFolder folder;
    const std::string path = make_closed_store(folder, 600);
    REQUIRE(run_outside(path, "UPDATE audit_entries SET bytes = x'7b7d' WHERE seq = 5") == 0);

    const auto store = open_store(path);

    CHECK_THROWS_AS(store->check_integrity(), ports::IntegrityBroken);
}

TEST_CASE("sqlite store: a file that is no database is refused") {
    const TemporaryFolder folder;
    const std::string path = folder.file("clarion.db");
    std::ofstream(path) << std::string(8192, 'x');

    CHECK_THROWS_AS((void)open_store(path), ports::IntegrityBroken);
}

TEST_CASE("sqlite store: a key that was destroyed is in none of the files after a scrub") {
    SqliteWorld world;
    ports::CaseRow row = a_case("1");
    row.key.bytes = bytes("canary-of-the-wrapped-key");
    row.sealed_snapshot = ports::Bytes(9000, 7);  // spills to pages of its own
    world.commit([&] { world.cases().insert_case(row); });
    row.version = 2;
    row.key.bytes.clear();
    row.sealed_snapshot.clear();
    world.commit([&] { CHECK(world.cases().update_case(row)); });
    CHECK(count_in_files(world.path(), "canary-of-the-wrapped-key") > 0);  // the WAL has it

    world.store().scrub();

    CHECK(count_in_files(world.path(), "canary-of-the-wrapped-key") == 0);
    CHECK(count_in_files(world.path(), std::string(64, 7)) == 0);
    CHECK(world.cases().find_case(row.id).value().key.bytes.empty());
}

TEST_CASE("sqlite store: a copy is complete and never replaces a file") {
    SqliteWorld world;
    append_entries(world.store(), 300);
    const std::string copy_path = world.path() + ".copy";

    world.store().copy_to(copy_path);

    CHECK(mode_of(copy_path) == 0600);
    CHECK_THROWS_AS(world.store().copy_to(copy_path), ports::StoreUnavailable);
    const auto copy = open_store(copy_path);
    CHECK(copy->audit().head().root == world.audit().head().root);
    CHECK_NOTHROW(copy->check_integrity());
}

TEST_CASE("sqlite store: a copy made piece by piece has what was written meanwhile, and is held") {
    SqliteWorld world;
    append_entries(world.store(), 300);
    const std::string copy_path = world.path() + ".copy";
    const auto copy = world.store().begin_copy(copy_path);

    sql::CopyProgress progress = copy->copy(3);
    CHECK(progress.copied == 3);
    CHECK_FALSE(progress.is_done);
    append_entries(world.store(), 200);
    while (!progress.is_done)
        progress = copy->copy(3);

    const auto opened = open_store(copy_path);
    CHECK(opened->audit().head().size == 500);
    CHECK(opened->audit().head().root == world.audit().head().root);
    CHECK_NOTHROW(opened->check_integrity());
    CHECK(opened->outbox().standing().held);
    CHECK_FALSE(world.outbox().standing().held);
}

TEST_CASE("sqlite store: a copy that cannot be written leaves the store as it was") {
    SqliteWorld world;
    append_entries(world.store(), 3);

    CHECK_THROWS_AS((void)world.store().begin_copy("/nowhere/clarion.db"), ports::StoreUnavailable);

    append_entries(world.store(), 3);
    CHECK(world.audit().head().size == 6);
    CHECK_FALSE(world.store().must_restart());
}

TEST_CASE("sqlite audit log: hashes of full tiles are right past 65,536 entries") {
    const TemporaryFolder folder;
    const auto store = open_store(folder.file("clarion.db"));
    const core::Sha256 sha256 = keys::make_sha256();
    append_entries(*store, 65536 + 300);

    core::MerkleFrontier first;
    core::MerkleFrontier second;
    for (const auto& entry : store->audit().entries(0, 1 << 20)) {
        (entry.seq < 65536 ? first : second).append(sha256, core::leaf_hash(sha256, entry.bytes));
    }

    CHECK(store->audit().node(16, 0) == first.root(sha256));
    CHECK(
        store->audit().node(16, 0) ==
        core::node_hash(sha256, store->audit().node(15, 0), store->audit().node(15, 1))
    );
    CHECK(store->audit().node(8, 256) == second.roots().front());
    CHECK(
        store->audit().head().root ==
        core::node_hash(sha256, first.root(sha256), second.root(sha256))
    );
    CHECK_THROWS_AS((void)store->audit().node(8, 257), ports::IntegrityBroken);
    CHECK_THROWS_AS((void)store->audit().node(16, 1), ports::IntegrityBroken);
}

}  // namespace clarion::test
