// The contracts, held by the fakes that other tests lean on.
#include <doctest/doctest.h>

#include "adapters/keys/sha256.hpp"
#include "tests/contract/world.hpp"
#include "tests/support/fake_key_vault.hpp"
#include "tests/support/fake_world.hpp"

namespace clarion::test {

namespace {

class InMemory final : public World {
public:
    ports::CaseStore& cases() override { return fake_.cases; }
    ports::Outbox& outbox() override { return fake_.outbox; }
    ports::AuditLog& audit() override { return fake_.audit; }

private:
    FakeWorld fake_{keys::make_sha256()};
};

std::unique_ptr<World> make_world() {
    return std::make_unique<InMemory>();
}

std::unique_ptr<ports::KeyVault> make_vault() {
    static int made = 0;
    return std::make_unique<FakeKeyVault>(keys::make_sha256(), "set " + std::to_string(++made));
}

}  // namespace

TEST_CASE("fake store: keeps the ports' contracts") {
    SUBCASE("cases") {
        check_case_store(make_world);
    }
    SUBCASE("lists") {
        check_case_lists(make_world);
    }
    SUBCASE("outbox") {
        check_outbox(make_world);
    }
    SUBCASE("log") {
        check_audit_log(make_world);
    }
    SUBCASE("log queries") {
        check_audit_queries(make_world);
    }
}

TEST_CASE("fake key vault: keeps the port's contract") {
    check_key_vault(make_vault);
}

}  // namespace clarion::test
