// The log as static files (c2sp.org/tlog-tiles): the names of tiles and what is in them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/audit/merkle.hpp"

namespace clarion::core {

inline constexpr int kTileWidth = 256;
inline constexpr int kTileLevelMax = 7;  // level 8 would take more than 2^63 leaves

// One file of the log. `width` is kTileWidth but for the last one of its level.
struct TileName {
    bool entries = false;  // an entry bundle; `level` is 0 then
    int level = 0;
    std::uint64_t index = 0;
    int width = kTileWidth;
    friend bool operator==(const TileName&, const TileName&) = default;
};

// tile/0/x001/x234/067, tile/entries/000.p/12
[[nodiscard]] std::string tile_path(const TileName& name);
// Empty for anything but what tile_path writes.
[[nodiscard]] std::optional<TileName> parse_tile_path(std::string_view path);

// How many hashes (or entries) that tile has in a tree of `size`: 0 when there is no such tile.
[[nodiscard]] int tile_width(int level, std::uint64_t index, std::uint64_t size);
// Every tile of a tree of `size`, entry bundles first.
[[nodiscard]] std::vector<TileName> tiles_of(std::uint64_t size);

// The hashes of one tile, one after another. Requires: not an entry bundle.
[[nodiscard]] std::string tile_bytes(const NodeReader& nodes, const TileName& name);

// Bundles: each entry after its length, 16 bits, big-endian.
void append_entry(std::string& bundle, std::string_view entry);
// Empty when the bytes do not come out even. The views point into `bundle`.
[[nodiscard]] std::optional<std::vector<std::string_view>> split_bundle(std::string_view bundle);

}  // namespace clarion::core
