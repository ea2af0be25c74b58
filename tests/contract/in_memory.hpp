// InMemory: the fakes that other tests lean on.
#pragma once

#include "adapters/keys/sha256.hpp"
#include "tests/contract/world.hpp"
#include "tests/support/fake_world.hpp"

namespace clarion::test {

class InMemory final : public World {
public:
    ports::CaseStore& cases() override { return fake_.cases; }
    ports::Outbox& outbox() override { return fake_.outbox; }
    ports::AuditLog& audit() override { return fake_.audit; }

private:
    FakeWorld fake_{keys::make_sha256()};
};

}  // namespace clarion::test
