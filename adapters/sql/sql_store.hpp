// SqlStore: the three ports over one connection, and what every store does with them.
//
// Ownership: borrows the connection, whose tables exist.
#pragma once

#include <functional>

#include "adapters/sql/sql_audit_log.hpp"
#include "adapters/sql/sql_case_store.hpp"
#include "adapters/sql/sql_outbox.hpp"
#include "adapters/sql/store.hpp"

namespace clarion::sql {

class SqlStore : public Store {
public:
    // Holds the stored head of the log against its entries.
    SqlStore(Connection& connection, const core::Sha256& sha256);

    Connection& connection() override { return connection_; }
    ports::CaseStore& cases() override { return cases_; }
    ports::Outbox& outbox() override { return outbox_; }
    ports::AuditLog& audit() override { return audit_; }
    bool is_shared() const override { return connection_.is_shared(); }
    void check_key_fingerprint(const std::string& fingerprint) override;
    std::string key_fingerprint() override;
    void change_key_fingerprint(const std::string& fingerprint) override;

protected:
    // Reads every entry of every log, every answer that was kept, and every list.
    void check_rows();

private:
    void check_lists();
    // Without others writing meanwhile.
    void undisturbed(const std::function<void()>& look);
    [[nodiscard]] std::optional<std::string> find_fingerprint();
    // Something was written under some keys.
    [[nodiscard]] bool is_used();

    Connection& connection_;
    Batch batch_;
    SqlCaseStore cases_;
    SqlOutbox outbox_;
    SqlAuditLog audit_;
};

}  // namespace clarion::sql
