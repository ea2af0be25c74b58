#include "adapters/signer/tile_builder.hpp"

#include <algorithm>

namespace clarion::signer {

TileBuilder::TileBuilder(const core::Sha256& sha256, Sink sink)
    : sha256_(sha256), sink_(std::move(sink)) {}

void TileBuilder::add_at(std::size_t level, const core::Digest& hash) {
    if (level == levels_.size()) levels_.emplace_back();
    levels_[level].hashes.push_back(hash);
    if (levels_[level].hashes.size() < static_cast<std::size_t>(core::kTileWidth)) return;
    const core::Digest root = subtree_root(sha256_, levels_[level].hashes);
    emit(level);
    add_at(level + 1, root);
}

void TileBuilder::emit(std::size_t level) {
    Level& kept = levels_[level];
    sink_(
        {.level = static_cast<int>(level),
         .index = kept.full_tiles,
         .width = static_cast<int>(kept.hashes.size())},
        kept.hashes
    );
    ++kept.full_tiles;
    kept.hashes.clear();
}

void TileBuilder::finish() {
    for (std::size_t level = 0; level < levels_.size(); ++level) {
        if (!levels_[level].hashes.empty()) emit(level);
    }
}

core::Digest subtree_root(const core::Sha256& sha256, const std::vector<core::Digest>& hashes) {
    core::MerkleFrontier tree;
    for (const core::Digest& hash : hashes)
        tree.append(sha256, hash);
    return tree.root(sha256);
}

std::string bytes_of_tile(const std::vector<core::Digest>& hashes) {
    std::string bytes;
    bytes.reserve(hashes.size() * core::Digest{}.size());
    for (const core::Digest& hash : hashes) {
        bytes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    }
    return bytes;
}

std::vector<core::Digest> hashes_of_tile(std::string_view bytes) {
    core::Digest hash{};
    if (bytes.size() % hash.size() != 0) return {};
    std::vector<core::Digest> hashes;
    for (; !bytes.empty(); bytes.remove_prefix(hash.size())) {
        std::copy_n(bytes.begin(), hash.size(), hash.begin());
        hashes.push_back(hash);
    }
    return hashes;
}

}  // namespace clarion::signer
