#include "adapters/sql/log_retirement.hpp"

namespace clarion::sql {

LogRetirement::LogRetirement(Connection& connection, Batch& batch, AuditIndex& index)
    : batch_(batch),
      index_(index),
      erase_details_(connection, "DELETE FROM audit_details WHERE seq < ?"),
      all_refs_(connection, "SELECT ref FROM audit_refs"),
      erase_requests_(connection, "DELETE FROM audit_requests WHERE owner = ?"),
      // A proposed erasure may outlast the log: two people must stay two.
      erase_ref_(
          connection,
          "DELETE FROM audit_refs WHERE ref = ?"
          " AND NOT EXISTS (SELECT 1 FROM retention WHERE proposed_by = ref)"
      ) {}

void LogRetirement::erase_beside(std::uint64_t number) {
    const std::uint64_t first_kept = (number + 1) << ports::kPlacesOfLog;
    erase_details_.write(first_kept);
    std::vector<std::string> unnamed;
    {
        Rows rows = all_refs_.ask();
        while (rows.next()) {
            if (!index_.is_named_since(rows.text(0), first_kept)) unnamed.push_back(rows.text(0));
        }
    }
    for (const std::string& ref : unnamed) {
        erase_requests_.write(ref);
        erase_ref_.write(ref);
    }
    batch_.forget_known_refs();
}

}  // namespace clarion::sql
