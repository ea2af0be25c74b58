// SqlAuditLog: the AuditLog port, in the case store's transaction.
//
// Limits: as AuditIndex for queries. `until` is not part of the range asked for, `from` is.
#pragma once

#include "adapters/sql/audit_index.hpp"
#include "adapters/sql/audit_tree.hpp"
#include "adapters/sql/closed_log_table.hpp"
#include "adapters/sql/log_retirement.hpp"

namespace clarion::sql {

class SqlAuditLog final : public ports::AuditLog {
public:
    SqlAuditLog(Connection& connection, Batch& batch, core::Sha256 sha256);

    std::uint64_t append(core::AuditEntry entry, ports::ByteView sealed_detail) override;
    ports::AuditHead head() override;
    std::vector<ports::LoggedEntry> entries(std::uint64_t from, int limit) override;
    std::vector<ports::LoggedEntry> query(const ports::AuditQuery& query) override;
    std::optional<ports::Bytes> detail(std::uint64_t place) override;
    core::Digest node(int level, std::uint64_t index) override;
    core::Digest closed_node(std::uint64_t number, int level, std::uint64_t index) override;
    void keep_checkpoint(std::uint64_t size, std::string_view note) override;
    std::optional<std::string> checkpoint() override;
    std::vector<std::pair<std::uint64_t, std::string>> checkpoints(std::uint64_t after, int limit)
        override;
    void turn(const ports::ClosedLog& closing) override;
    std::vector<ports::ClosedLog> closed() override { return closed_.all(); }
    void retire(std::uint64_t number, std::string_view statement) override;
    std::vector<ports::LoggedEntry> closed_entries(
        std::uint64_t number, std::uint64_t from, int limit
    ) override;
    std::vector<std::pair<std::uint64_t, std::string>> closed_checkpoints(std::uint64_t number
    ) override {
        return closed_.checkpoints(number);
    }

    // Throws IntegrityBroken when the stored head is not that of the stored entries.
    void check_head();
    // As check_head, and reads every entry.
    void check_all();

private:
    // Entries of the log whose first place is `base`.
    [[nodiscard]] std::vector<ports::LoggedEntry> entries_at(
        std::uint64_t base, std::uint64_t from, int limit
    );
    void check_closed(const ports::ClosedLog& log);

    Batch& batch_;
    core::Sha256 sha256_;
    AuditTree tree_;
    AuditIndex index_;
    ClosedLogTable closed_;
    LogRetirement retirement_;
    Statement put_entry_, put_detail_, range_, entry_, detail_, last_seq_;
    Statement put_checkpoint_, newest_checkpoint_, all_checkpoints_;
};

}  // namespace clarion::sql
