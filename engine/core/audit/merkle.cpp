#include "engine/core/audit/merkle.hpp"

#include <bit>

#include "engine/core/ensure.hpp"

namespace clarion::core {

namespace {

constexpr std::array<std::uint8_t, 1> kLeafPrefix{0x00};
constexpr std::array<std::uint8_t, 1> kNodePrefix{0x01};

// The largest power of two below `size`. Requires: size > 1.
std::uint64_t split_of(std::uint64_t size) {
    return std::bit_floor(size - 1);
}

// Builds proofs over the leaves [from, from + size) of the tree, which the RFC calls D[n].
class ProofBuilder {
public:
    ProofBuilder(const Sha256& sha256, const NodeReader& nodes) : sha256_(sha256), nodes_(nodes) {}

    // MTH(D[from : from + size]).
    [[nodiscard]] Digest root(std::uint64_t from, std::uint64_t size) const {
        if (std::has_single_bit(size)) {
            const int level = std::countr_zero(size);
            return nodes_(level, from >> level);
        }
        const std::uint64_t split = split_of(size);
        return node_hash(sha256_, root(from, split), root(from + split, size - split));
    }

    // PATH(index, D[from : from + size]); `index` counts from `from`.
    void add_path(std::uint64_t index, std::uint64_t from, std::uint64_t size) {
        if (size == 1) return;
        const std::uint64_t split = split_of(size);
        if (index < split) {
            add_path(index, from, split);
            proof_.push_back(root(from + split, size - split));
        } else {
            add_path(index - split, from + split, size - split);
            proof_.push_back(root(from, split));
        }
    }

    // SUBPROOF(old_size, D[from : from + size], whole): `whole` while the old tree is a subtree
    // whose root the verifier already has.
    void add_subproof(std::uint64_t old_size, std::uint64_t from, std::uint64_t size, bool whole) {
        if (old_size == size) {
            if (!whole) proof_.push_back(root(from, size));
            return;
        }
        const std::uint64_t split = split_of(size);
        if (old_size <= split) {
            add_subproof(old_size, from, split, whole);
            proof_.push_back(root(from + split, size - split));
        } else {
            add_subproof(old_size - split, from + split, size - split, false);
            proof_.push_back(root(from, split));
        }
    }

    [[nodiscard]] std::vector<Digest> take() { return std::move(proof_); }

private:
    const Sha256& sha256_;
    const NodeReader& nodes_;
    std::vector<Digest> proof_;
};

}  // namespace

Digest leaf_hash(const Sha256& sha256, std::string_view entry) {
    return sha256({kLeafPrefix, {reinterpret_cast<const std::uint8_t*>(entry.data()), entry.size()}}
    );
}

Digest node_hash(const Sha256& sha256, const Digest& left, const Digest& right) {
    return sha256({kNodePrefix, left, right});
}

MerkleFrontier::MerkleFrontier(std::uint64_t size, std::vector<Digest> roots)
    : size_(size), roots_(std::move(roots)) {
    ensure(
        roots_.size() == static_cast<std::size_t>(std::popcount(size_)),
        "a tree's frontier has one root for each complete subtree"
    );
}

void MerkleFrontier::append(const Sha256& sha256, const Digest& leaf) {
    Digest grown = leaf;
    for (std::uint64_t complete = size_; (complete & 1) != 0; complete >>= 1) {
        grown = node_hash(sha256, roots_.back(), grown);
        roots_.pop_back();
    }
    roots_.push_back(grown);
    ++size_;
}

Digest MerkleFrontier::root(const Sha256& sha256) const {
    if (roots_.empty()) return sha256({});
    Digest root = roots_.back();
    for (auto larger = roots_.rbegin() + 1; larger != roots_.rend(); ++larger) {
        root = node_hash(sha256, *larger, root);
    }
    return root;
}

std::vector<Digest> inclusion_proof(
    const Sha256& sha256, const NodeReader& nodes, std::uint64_t index, std::uint64_t size
) {
    ensure(index < size, "a proved leaf is in the tree");
    ProofBuilder builder(sha256, nodes);
    builder.add_path(index, 0, size);
    return builder.take();
}

std::vector<Digest> consistency_proof(
    const Sha256& sha256, const NodeReader& nodes, std::uint64_t old_size, std::uint64_t size
) {
    ensure(0 < old_size && old_size <= size, "the older tree is the smaller and not empty");
    ProofBuilder builder(sha256, nodes);
    builder.add_subproof(old_size, 0, size, true);
    return builder.take();
}

// RFC 9162 2.1.3.2.
bool verify_inclusion(
    const Sha256& sha256,
    const Digest& leaf,
    std::uint64_t index,
    std::uint64_t size,
    const std::vector<Digest>& proof,
    const Digest& root
) {
    if (index >= size) return false;
    std::uint64_t node = index;
    std::uint64_t last = size - 1;
    Digest computed = leaf;
    for (const Digest& sibling : proof) {
        if (last == 0) return false;
        if ((node & 1) != 0 || node == last) {
            computed = node_hash(sha256, sibling, computed);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            computed = node_hash(sha256, computed, sibling);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && computed == root;
}

// RFC 9162 2.1.4.2.
bool verify_consistency(
    const Sha256& sha256,
    std::uint64_t old_size,
    const Digest& old_root,
    std::uint64_t size,
    const Digest& root,
    const std::vector<Digest>& proof
) {
    if (old_size > size) return false;
    if (old_size == size) return proof.empty() && old_root == root;
    if (old_size == 0) return proof.empty() && old_root == sha256({});
    if (proof.empty()) return false;

    std::uint64_t node = old_size - 1;
    std::uint64_t last = size - 1;
    while ((node & 1) != 0) {
        node >>= 1;
        last >>= 1;
    }
    // A complete old tree is its own first step; the proof leaves it out.
    auto step = proof.begin();
    Digest old_computed = std::has_single_bit(old_size) ? old_root : *step++;
    Digest computed = old_computed;
    for (; step != proof.end(); ++step) {
        if (last == 0) return false;
        if ((node & 1) != 0 || node == last) {
            old_computed = node_hash(sha256, *step, old_computed);
            computed = node_hash(sha256, *step, computed);
            while ((node & 1) == 0 && node != 0) {
                node >>= 1;
                last >>= 1;
            }
        } else {
            computed = node_hash(sha256, computed, *step);
        }
        node >>= 1;
        last >>= 1;
    }
    return last == 0 && old_computed == old_root && computed == root;
}

}  // namespace clarion::core
