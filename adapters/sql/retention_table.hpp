// RetentionTable: how long closed cases are kept, and the erasure of all that a case is.
//
// Limits: erase() makes one pass over all search tokens, however many cases it erases.
#pragma once

#include <deque>
#include <span>

#include "adapters/sql/case_table.hpp"
#include "engine/ports/retention_store.hpp"

namespace clarion::sql {

class RetentionTable {
public:
    RetentionTable(Connection& connection, CaseTable& cases);

    void keep(const ports::RetentionRow& row);
    [[nodiscard]] std::optional<ports::RetentionRow> find(const core::CaseId& id);
    [[nodiscard]] std::vector<ports::RetentionRow> due(
        core::Instant by, const std::optional<ports::RetentionPlace>& after, int limit
    );
    [[nodiscard]] int count_due(core::Instant by, int limit);
    [[nodiscard]] std::vector<ports::RetentionRow> agreed(int limit);
    void erase(std::span<const core::CaseId> ids, core::Instant at);
    [[nodiscard]] std::uint64_t count_erased();

private:
    void erase_one(const core::CaseId& id, core::Instant at);

    CaseTable& cases_;
    Statement keep_, find_, due_, count_due_, agreed_, count_erased_;
    Statement mark_, last_mark_, erase_details_, erase_tokens_;
    std::deque<Statement> erase_rows_;  // what refers to the case, then the case
};

}  // namespace clarion::sql
