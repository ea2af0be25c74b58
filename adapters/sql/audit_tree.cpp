#include "adapters/sql/audit_tree.hpp"

#include "engine/ports/failures.hpp"

namespace clarion::sql {

namespace {

constexpr int kTileLevels = 8;  // a tile holds 2^8 hashes, as in C2SP tlog-tiles

}  // namespace

AuditTree::AuditTree(Connection& connection, Batch& batch, core::Sha256 sha256)
    : batch_(batch),
      sha256_(std::move(sha256)),
      put_(connection, "INSERT INTO audit_nodes (level, place, hash) VALUES (?, ?, ?)"),
      leaves_(
          connection, "SELECT bytes FROM audit_entries WHERE seq >= ? AND seq < ? ORDER BY seq"
      ),
      nodes_(
          connection,
          "SELECT hash FROM audit_nodes WHERE level = ? AND place >= ? AND place < ?"
          " ORDER BY place"
      ) {}

void AuditTree::append(const core::Digest& leaf) {
    core::MerkleFrontier& frontier = batch_.head().log;
    const std::uint64_t size = frontier.size() + 1;
    // The frontier joins complete subtrees into larger ones at once, so they are folded here, from
    // the roots that stand before the join, smallest last.
    core::Digest hash = leaf;
    auto left = frontier.roots().rbegin();
    for (int level = kTileLevels; size % (std::uint64_t{1} << level) == 0; level += kTileLevels) {
        for (int step = 0; step < kTileLevels; ++step) {
            hash = core::node_hash(sha256_, *left++, hash);
        }
        put_.write(level, (batch_.head().base >> level) + (size >> level) - 1, hash);
    }
    frontier.append(sha256_, leaf);
}

core::Digest AuditTree::root() {
    return batch_.head().log.root(sha256_);
}

core::Digest AuditTree::node(int level, std::uint64_t index) {
    return node_of(batch_.head().base, level, index);
}

core::Digest AuditTree::node_of(std::uint64_t base, int level, std::uint64_t index) {
    const int inside = level % kTileLevels;
    const std::uint64_t count = std::uint64_t{1} << inside;
    return fold(neighbours(base, level - inside, index << inside, count));
}

std::vector<core::Digest> AuditTree::neighbours(
    std::uint64_t base, int level, std::uint64_t first, std::uint64_t count
) {
    std::vector<core::Digest> hashes;
    first += base >> level;
    if (level == 0) {
        Rows rows = leaves_.ask(first, first + count);
        while (rows.next()) {
            hashes.push_back(core::leaf_hash(sha256_, ports::text_of(rows.bytes(0))));
        }
    } else {
        Rows rows = nodes_.ask(level, first, first + count);
        while (rows.next())
            hashes.push_back(rows.digest(0));
    }
    if (hashes.size() != count) {
        throw ports::IntegrityBroken("the log lacks entries or hashes it should have");
    }
    return hashes;
}

core::Digest AuditTree::fold(std::vector<core::Digest> hashes) const {
    while (hashes.size() > 1) {
        for (std::size_t pair = 0; pair < hashes.size() / 2; ++pair) {
            hashes[pair] = core::node_hash(sha256_, hashes[2 * pair], hashes[2 * pair + 1]);
        }
        hashes.resize(hashes.size() / 2);
    }
    return hashes.front();
}

void AuditTree::check_nodes() {
    constexpr std::uint64_t kTileWidth = std::uint64_t{1} << kTileLevels;
    const std::uint64_t base = batch_.head().base;
    int below = 0;
    for (std::uint64_t tiles = batch_.head().log.size() / kTileWidth; tiles > 0;
         tiles /= kTileWidth, below += kTileLevels) {
        for (std::uint64_t tile = 0; tile < tiles; ++tile) {
            const core::Digest computed =
                fold(neighbours(base, below, tile * kTileWidth, kTileWidth));
            if (computed == neighbours(base, below + kTileLevels, tile, 1).front()) continue;
            throw ports::IntegrityBroken(
                "the log's entries do not give the stored hash of level " +
                std::to_string(below + kTileLevels) + ", number " + std::to_string(tile)
            );
        }
    }
}

void AuditTree::check_frontier() {
    const core::MerkleFrontier& frontier = batch_.head().log;
    std::uint64_t from = 0;
    auto root = frontier.roots().begin();
    for (int level = 63; level >= 0; --level) {
        const std::uint64_t size = std::uint64_t{1} << level;
        if ((frontier.size() & size) == 0) continue;
        if (node(level, from >> level) != *root++) {
            throw ports::IntegrityBroken("the log's entries do not give its stored head");
        }
        from += size;
    }
}

}  // namespace clarion::sql
