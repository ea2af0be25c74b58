// The contracts, held by the SQLite store and the key file.
#include <doctest/doctest.h>

#include "adapters/keys/file_key_vault.hpp"
#include "tests/contract/sqlite_world.hpp"

namespace clarion::test {

namespace {

std::unique_ptr<World> make_sqlite_world() {
    return std::make_unique<SqliteWorld>();
}

std::unique_ptr<ports::KeyVault> make_file_vault() {
    const TemporaryFolder folder;
    keys::create_key_file(folder.file("keys/clarion.keys"), "2026");
    return keys::open_key_vault(folder.file("keys/clarion.keys"));
}

}  // namespace

TEST_CASE("sqlite case store: keeps the port's contract") {
    check_case_store(make_sqlite_world);
}

TEST_CASE("sqlite case store: keeps the port's contract for lists") {
    check_case_lists(make_sqlite_world);
}

TEST_CASE("sqlite outbox: keeps the port's contract") {
    check_outbox(make_sqlite_world);
}

TEST_CASE("sqlite audit log: keeps the port's contract") {
    check_audit_log(make_sqlite_world);
}

TEST_CASE("sqlite audit log: keeps the port's contract for queries") {
    check_audit_queries(make_sqlite_world);
}

TEST_CASE("file key vault: keeps the port's contract") {
    check_key_vault(make_file_vault);
}

}  // namespace clarion::test
