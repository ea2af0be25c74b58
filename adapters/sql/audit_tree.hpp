// AuditTree: hashes of complete subtrees, from entry bytes and the stored ones.
//
// Only every 256th leaf writes a hash: level 8, and level 16 and 24 when those fill up. What lies
// between is computed: at most 255 hashes a level of tiles.
#pragma once

#include "adapters/sql/batch.hpp"

namespace clarion::sql {

class AuditTree {
public:
    AuditTree(Connection& connection, Batch& batch, core::Sha256 sha256);

    // Adds the next leaf to the frontier and writes what it completes.
    void append(const core::Digest& leaf);
    [[nodiscard]] core::Digest root();
    // Throws IntegrityBroken when that subtree is not complete.
    [[nodiscard]] core::Digest node(int level, std::uint64_t index);
    // Of the log whose places begin at `base`.
    [[nodiscard]] core::Digest node_of(std::uint64_t base, int level, std::uint64_t index);
    // Throws IntegrityBroken when the frontier is not that of the stored entries.
    void check_frontier();
    // Computes every stored hash again, from the entries' bytes up; throws IntegrityBroken.
    void check_nodes();

private:
    // `count` neighbours on a stored level, or leaves.
    [[nodiscard]] std::vector<core::Digest> neighbours(
        std::uint64_t base, int level, std::uint64_t first, std::uint64_t count
    );
    [[nodiscard]] core::Digest fold(std::vector<core::Digest> hashes) const;

    Batch& batch_;
    core::Sha256 sha256_;
    Statement put_, leaves_, nodes_;
};

}  // namespace clarion::sql
