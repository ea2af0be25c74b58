// AuditQueries: what auditors read of the log. Reading the entries is itself an entry; hashes and
// checkpoints say nothing of anybody and leave none.
#pragma once

#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

class AuditQueries {
public:
    explicit AuditQueries(QueryParts parts) : parts_(parts) {}

    [[nodiscard]] Outcome events(const Caller& caller, const ReadAuditEvents& asked);
    [[nodiscard]] Outcome checkpoint(const Caller& caller, const ReadAuditCheckpoint& asked);
    [[nodiscard]] Outcome tile(const Caller& caller, const ReadAuditTile& asked);
    [[nodiscard]] Outcome proof(const Caller& caller, const ProveAuditEntry& asked);
    // The same for somebody who may have this one entry, whatever else they may read.
    [[nodiscard]] Outcome prove(const Caller& caller, const ProveAuditEntry& asked);

private:
    void record_reading(const Caller& caller);
    [[nodiscard]] std::optional<std::string> checkpoint_over(std::uint64_t seq);
    [[nodiscard]] core::NodeReader nodes();

    QueryParts parts_;
};

}  // namespace clarion::runtime
