// LogRetirement: what goes when a closed log is retired: the details of its entries, and of those
// whom no later entry names what they asked of the log, and who they are.
//
// Ownership: borrows all. Threads: engine thread only.
// Limits:    one read of the index for each person the store has a name for.
#pragma once

#include "adapters/sql/audit_index.hpp"

namespace clarion::sql {

class LogRetirement {
public:
    LogRetirement(Connection& connection, Batch& batch, AuditIndex& index);

    // Requires: a batch is open; what is recorded of the act is in the log already.
    void erase_beside(std::uint64_t number);

private:
    Batch& batch_;
    AuditIndex& index_;
    Statement erase_details_, all_refs_, erase_requests_, erase_ref_;
};

}  // namespace clarion::sql
