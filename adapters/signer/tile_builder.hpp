// TileBuilder: the hash tiles of a log, level by level, while its leaves go by once.
#pragma once

#include <functional>
#include <vector>

#include "engine/core/audit/tile.hpp"

namespace clarion::signer {

class TileBuilder {
public:
    // Gets each tile once, when it is full or, by finish(), when the log ends.
    using Sink = std::function<void(const core::TileName& name, const std::vector<core::Digest>&)>;

    TileBuilder(const core::Sha256& sha256, Sink sink);

    void add(const core::Digest& leaf) { add_at(0, leaf); }
    void finish();

private:
    struct Level {
        std::uint64_t full_tiles = 0;
        std::vector<core::Digest> hashes;
    };
    void add_at(std::size_t level, const core::Digest& hash);
    void emit(std::size_t level);

    const core::Sha256& sha256_;
    Sink sink_;
    std::vector<Level> levels_;
};

// Root of the complete subtree whose leaves are these. Requires: their number is a power of two.
[[nodiscard]] core::Digest subtree_root(
    const core::Sha256& sha256, const std::vector<core::Digest>& hashes
);

[[nodiscard]] std::string bytes_of_tile(const std::vector<core::Digest>& hashes);
// Empty unless it is a whole number of hashes.
[[nodiscard]] std::vector<core::Digest> hashes_of_tile(std::string_view bytes);

}  // namespace clarion::signer
