// The contracts, held by every implementation of the ports.
#include <doctest/doctest.h>

#include "adapters/keys/file_key_vault.hpp"
#include "tests/contract/in_memory.hpp"
#include "tests/contract/postgres_world.hpp"
#include "tests/contract/sqlite_world.hpp"
#include "tests/support/fake_key_vault.hpp"

#define EVERY_STORE InMemory, SqliteWorld, PostgresWorld

TYPE_TO_STRING(clarion::test::InMemory);
TYPE_TO_STRING(clarion::test::SqliteWorld);
TYPE_TO_STRING(clarion::test::PostgresWorld);

namespace clarion::test {

namespace {

template <class Kind>
std::unique_ptr<World> make_world() {
    return std::make_unique<Kind>();
}

std::unique_ptr<ports::KeyVault> make_file_vault() {
    const TemporaryFolder folder;
    keys::create_key_file(folder.file("keys/clarion.keys"), "2026");
    return keys::open_key_vault(folder.file("keys/clarion.keys"));
}

std::unique_ptr<ports::KeyVault> make_fake_vault() {
    static int made = 0;
    return std::make_unique<FakeKeyVault>(keys::make_sha256(), "set " + std::to_string(++made));
}

}  // namespace

TEST_CASE_TEMPLATE("case store: keeps the port's contract", Kind, EVERY_STORE) {
    check_case_store(make_world<Kind>);
}

TEST_CASE_TEMPLATE("case store: keeps the port's contract for lists", Kind, EVERY_STORE) {
    check_case_lists(make_world<Kind>);
}

TEST_CASE_TEMPLATE("case store: keeps the port's contract for retention", Kind, EVERY_STORE) {
    check_retention(make_world<Kind>);
}

TEST_CASE_TEMPLATE("case store: keeps the port's contract for later work", Kind, EVERY_STORE) {
    check_later_work(make_world<Kind>);
}

TEST_CASE_TEMPLATE(
    "case store: keeps the port's contract for the log's requests", Kind, EVERY_STORE
) {
    check_audit_requests(make_world<Kind>);
}

TEST_CASE_TEMPLATE("outbox: keeps the port's contract", Kind, EVERY_STORE) {
    check_outbox(make_world<Kind>);
}

TEST_CASE_TEMPLATE("audit log: keeps the port's contract", Kind, EVERY_STORE) {
    check_audit_log(make_world<Kind>);
}

TEST_CASE_TEMPLATE("audit log: keeps the port's contract for queries", Kind, EVERY_STORE) {
    check_audit_queries(make_world<Kind>);
}

TEST_CASE("key vault: keeps the port's contract") {
    SUBCASE("file") {
        check_key_vault(make_file_vault);
    }
    SUBCASE("fake") {
        check_key_vault(make_fake_vault);
    }
}

}  // namespace clarion::test
