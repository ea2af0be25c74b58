// AuditSearch: walks the numbers of a plan, newest first.
//
// Ownership: borrows the index.
#pragma once

#include "adapters/sql/audit_index.hpp"

namespace clarion::sql {

class AuditSearch {
public:
    AuditSearch(AuditIndex& index, AuditIndex::Plan plan) : index_(index), plan_(std::move(plan)) {}

    // The next number below the last one given; empty when there are no more.
    [[nodiscard]] std::optional<std::uint64_t> next();

private:
    [[nodiscard]] std::optional<std::uint64_t> newest();
    [[nodiscard]] std::optional<std::uint64_t> newest_in(
        const std::vector<AuditIndex::List>& group, std::uint64_t before
    );

    AuditIndex& index_;
    AuditIndex::Plan plan_;
};

}  // namespace clarion::sql
