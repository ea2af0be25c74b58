// FakeWorld: the three ports of a store in memory, sharing one batch.
#pragma once

#include "tests/support/fake_audit_log.hpp"
#include "tests/support/fake_case_store.hpp"
#include "tests/support/fake_outbox.hpp"

namespace clarion::test {

struct FakeWorld {
    explicit FakeWorld(core::Sha256 sha256) : audit(disk, std::move(sha256)) {}
    FakeWorld(const FakeWorld&) = delete;
    FakeWorld& operator=(const FakeWorld&) = delete;

    FakeDisk disk;
    FakeCaseStore cases{disk};
    FakeOutbox outbox{disk};
    FakeAuditLog audit;
};

}  // namespace clarion::test
