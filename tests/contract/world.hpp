// World: what the contract suites need of an implementation, fresh for every check.
#pragma once

#include <functional>
#include <memory>

#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/ports/outbox.hpp"

namespace clarion::test {

class World {
public:
    virtual ~World() = default;
    virtual ports::CaseStore& cases() = 0;
    virtual ports::Outbox& outbox() = 0;
    virtual ports::AuditLog& audit() = 0;

    // One batch around `work`.
    void commit(const std::function<void()>& work) {
        cases().begin();
        work();
        cases().commit();
    }
};

using MakeWorld = std::function<std::unique_ptr<World>()>;
using MakeVault = std::function<std::unique_ptr<ports::KeyVault>()>;

void check_case_store(const MakeWorld& make);
void check_case_lists(const MakeWorld& make);
void check_retention(const MakeWorld& make);
void check_later_work(const MakeWorld& make);
void check_audit_requests(const MakeWorld& make);
void check_outbox(const MakeWorld& make);
void check_audit_log(const MakeWorld& make);
void check_audit_queries(const MakeWorld& make);
void check_key_vault(const MakeVault& make);

}  // namespace clarion::test
