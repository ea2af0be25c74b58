#include "engine/core/audit/tile.hpp"

#include "engine/core/audit/checkpoint.hpp"
#include "engine/core/ensure.hpp"

namespace clarion::core {

namespace {

constexpr std::size_t kGroupDigits = 3;

std::string three_digits(std::uint64_t number) {
    std::string text = std::to_string(number);
    return std::string(kGroupDigits - text.size(), '0') + text;
}

// 1234067 as x001/x234/067.
std::string index_path(std::uint64_t index) {
    std::string path = three_digits(index % 1000);
    for (index /= 1000; index > 0; index /= 1000) {
        path.insert(0, 'x' + three_digits(index % 1000) + '/');
    }
    return path;
}

// The other way round, for one or more groups. Whether the form was the one we write is for the
// caller to check.
std::optional<std::uint64_t> parse_index_path(std::string_view path) {
    constexpr std::size_t kGroupsMax = 6;  // 18 digits fit any number of ours
    std::uint64_t index = 0;
    for (std::size_t group = 0; group < kGroupsMax; ++group) {
        const bool has_more = path.starts_with('x');
        if (has_more) path.remove_prefix(1);
        if (path.size() < kGroupDigits) return std::nullopt;
        for (const char digit : path.substr(0, kGroupDigits)) {
            if (digit < '0' || digit > '9') return std::nullopt;
            index = index * 10 + static_cast<std::uint64_t>(digit - '0');
        }
        path.remove_prefix(kGroupDigits);
        if (!has_more) return path.empty() ? std::optional(index) : std::nullopt;
        if (!path.starts_with('/')) return std::nullopt;
        path.remove_prefix(1);
    }
    return std::nullopt;
}

}  // namespace

std::string tile_path(const TileName& name) {
    std::string path = "tile/" + (name.entries ? "entries" : std::to_string(name.level)) + '/' +
                       index_path(name.index);
    if (name.width < kTileWidth) path += ".p/" + std::to_string(name.width);
    return path;
}

std::optional<TileName> parse_tile_path(std::string_view path) {
    constexpr std::string_view kRoot = "tile/";
    constexpr std::string_view kPartial = ".p/";
    const std::string_view whole = path;
    if (!path.starts_with(kRoot)) return std::nullopt;
    path.remove_prefix(kRoot.size());
    const auto slash = path.find('/');
    if (slash == std::string_view::npos) return std::nullopt;

    TileName name;
    name.entries = path.substr(0, slash) == "entries";
    if (!name.entries) {
        const auto level = parse_log_number(path.substr(0, slash));
        if (!level || *level > static_cast<std::uint64_t>(kTileLevelMax)) return std::nullopt;
        name.level = static_cast<int>(*level);
    }
    path.remove_prefix(slash + 1);
    if (const auto partial = path.find(kPartial); partial != std::string_view::npos) {
        const auto width = parse_log_number(path.substr(partial + kPartial.size()));
        if (!width || *width == 0 || *width >= static_cast<std::uint64_t>(kTileWidth))
            return std::nullopt;
        name.width = static_cast<int>(*width);
        path = path.substr(0, partial);
    }
    const auto index = parse_index_path(path);
    if (!index) return std::nullopt;
    name.index = *index;
    // One file has one name: x000/x000/001 is not another for 001.
    if (tile_path(name) != whole) return std::nullopt;
    return name;
}

int tile_width(int level, std::uint64_t index, std::uint64_t size) {
    ensure(0 <= level && level <= kTileLevelMax, "a tile's level is between 0 and 7");
    const std::uint64_t hashes = size >> (8 * level);
    const std::uint64_t full = hashes / kTileWidth;
    if (index < full) return kTileWidth;
    return index == full ? static_cast<int>(hashes % kTileWidth) : 0;
}

std::vector<TileName> tiles_of(std::uint64_t size) {
    std::vector<TileName> names;
    const auto add_level = [&](bool entries, int level) {
        TileName name{.entries = entries, .level = level};
        for (name.width = tile_width(level, 0, size); name.width > 0;
             name.width = tile_width(level, name.index, size)) {
            names.push_back(name);
            ++name.index;
        }
    };
    add_level(true, 0);
    for (int level = 0; level <= kTileLevelMax; ++level)
        add_level(false, level);
    return names;
}

std::string tile_bytes(const NodeReader& nodes, const TileName& name) {
    ensure(!name.entries, "an entry bundle is not made of hashes");
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(name.width) * Digest{}.size());
    for (int at = 0; at < name.width; ++at) {
        const std::uint64_t index = name.index * kTileWidth + static_cast<std::uint64_t>(at);
        const Digest hash = nodes(8 * name.level, index);
        bytes.append(reinterpret_cast<const char*>(hash.data()), hash.size());
    }
    return bytes;
}

void append_entry(std::string& bundle, std::string_view entry) {
    ensure(entry.size() <= 0xFFFF, "an entry's length fits into 16 bits");
    bundle += static_cast<char>(static_cast<unsigned char>(entry.size() >> 8));
    bundle += static_cast<char>(static_cast<unsigned char>(entry.size() & 0xFF));
    bundle += entry;
}

std::optional<std::vector<std::string_view>> split_bundle(std::string_view bundle) {
    std::vector<std::string_view> entries;
    while (!bundle.empty()) {
        if (bundle.size() < 2) return std::nullopt;
        const std::size_t length = static_cast<std::size_t>(static_cast<unsigned char>(bundle[0]))
                                       << 8 |
                                   static_cast<unsigned char>(bundle[1]);
        if (bundle.size() - 2 < length) return std::nullopt;
        entries.push_back(bundle.substr(2, length));
        bundle.remove_prefix(2 + length);
    }
    return entries;
}

}  // namespace clarion::core
