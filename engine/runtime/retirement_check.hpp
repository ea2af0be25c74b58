// RetirementCheck: which logs the store says were retired, held against the entries of those who
// retired them: whoever can write the store can hide no entry by a row, nor bring one back.
#pragma once

#include <string>
#include <vector>

#include "engine/core/sha256.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::runtime {

// In words; none when both say the same. Requires: a batch is open, or nobody writes.
[[nodiscard]] std::vector<std::string> faults_of_retirements(
    ports::AuditLog& log, const core::Sha256& sha256
);

}  // namespace clarion::runtime
