// AuditRequestTable: kept queries of the log, and exports of it that two people ask for.
//
// Ownership: borrows the connection.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "adapters/sql/statement.hpp"
#include "engine/ports/audit_request_store.hpp"

namespace clarion::sql {

class AuditRequestTable {
public:
    explicit AuditRequestTable(Connection& connection);

    void keep(const ports::AuditRequestRow& row);
    [[nodiscard]] std::optional<ports::AuditRequestRow> find(std::string_view id);
    [[nodiscard]] std::vector<ports::AuditRequestRow> of_kind(
        std::string_view kind, const core::AuditRef& owner, int limit
    );
    [[nodiscard]] std::vector<ports::AuditRequestRow> every(std::uint64_t after, int limit);
    void keep_key(std::string_view id, const ports::WrappedKey& key);
    void remove(std::string_view id);

private:
    Statement insert_, change_, find_, of_owner_, of_all_, every_, keep_key_, remove_;
};

}  // namespace clarion::sql
