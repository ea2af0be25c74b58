// SignerQueries: the signer's link. It reads entry bytes in order and hands back what it signed.
#pragma once

#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

class SignerQueries {
public:
    explicit SignerQueries(QueryParts parts) : parts_(parts) {}

    // Leaves no entry: else the log would grow by being signed.
    [[nodiscard]] Outcome entries(const ReadLogEntries& asked);
    [[nodiscard]] Outcome checkpoints(const ReadLogCheckpoints& asked);
    // Refuses a note that does not say what our own tree says: the two have parted, which is loud.
    [[nodiscard]] Outcome keep(const KeepCheckpoint& asked);

    // For witnesses. It says nothing of anybody, and leaves no entry.
    [[nodiscard]] Outcome consistency(const ProveConsistency& asked);

private:
    // The signatures of all that was kept for this size, each once.
    [[nodiscard]] std::string with_kept_signatures(const KeepCheckpoint& asked);
    [[nodiscard]] core::Digest root_at(std::uint64_t size);

    QueryParts parts_;
};

}  // namespace clarion::runtime
