// The Merkle tree of RFC 6962 section 2.1, grown one leaf at a time.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "engine/core/sha256.hpp"

namespace clarion::core {

[[nodiscard]] Digest leaf_hash(const Sha256& sha256, std::string_view entry);
[[nodiscard]] Digest node_hash(const Sha256& sha256, const Digest& left, const Digest& right);

// The roots of the complete subtrees, largest first: all that is needed to go on and to tell the
// root.
class MerkleFrontier {
public:
    MerkleFrontier() = default;
    // Requires: `roots` has one hash for each 1-bit of `size`, largest subtree first.
    MerkleFrontier(std::uint64_t size, std::vector<Digest> roots);

    void append(const Sha256& sha256, const Digest& leaf);
    [[nodiscard]] Digest root(const Sha256& sha256) const;
    [[nodiscard]] std::uint64_t size() const { return size_; }
    [[nodiscard]] const std::vector<Digest>& roots() const { return roots_; }

private:
    std::uint64_t size_ = 0;
    std::vector<Digest> roots_;
};

// Hash of the complete subtree of 2^level leaves at `index` on that level.
using NodeReader = std::function<Digest(int level, std::uint64_t index)>;

// Siblings for leaf `index` in a tree of `size`, bottom up (RFC 6962 2.1.1). Requires: index <
// size.
[[nodiscard]] std::vector<Digest> inclusion_proof(
    const Sha256& sha256, const NodeReader& nodes, std::uint64_t index, std::uint64_t size
);
// From `old_size` to `size` (RFC 6962 2.1.2). Requires: 0 < old_size <= size.
[[nodiscard]] std::vector<Digest> consistency_proof(
    const Sha256& sha256, const NodeReader& nodes, std::uint64_t old_size, std::uint64_t size
);
[[nodiscard]] bool verify_inclusion(
    const Sha256& sha256,
    const Digest& leaf,
    std::uint64_t index,
    std::uint64_t size,
    const std::vector<Digest>& proof,
    const Digest& root
);
[[nodiscard]] bool verify_consistency(
    const Sha256& sha256,
    std::uint64_t old_size,
    const Digest& old_root,
    std::uint64_t size,
    const Digest& root,
    const std::vector<Digest>& proof
);

}  // namespace clarion::core
