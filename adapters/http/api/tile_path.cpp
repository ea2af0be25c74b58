#include "adapters/http/api/tile_path.hpp"

#include <algorithm>
#include <charconv>

#include "adapters/http/field_text.hpp"

namespace clarion::http {
namespace {

constexpr int kLevelMax = 63;
constexpr int kFullWidth = 256;
constexpr std::size_t kIndexGroupsMax = 6;  // 10^18 tiles

// A decimal without leading zeros, at most `max`.
std::optional<int> number_in(std::string_view text, int max) {
    int number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const bool one_spelling = text == "0" || (!text.empty() && text.front() != '0');
    if (read.ec != std::errc() || read.ptr != end || !one_spelling) return std::nullopt;
    if (number < 0 || number > max) return std::nullopt;
    return number;
}

bool is_group(std::string_view text) {
    return text.size() == 3 && std::all_of(text.begin(), text.end(), is_digit);
}

// Three digits a group, all but the last marked with an x: x001/x234/067.
std::optional<std::uint64_t> index_in(std::string_view text) {
    std::uint64_t index = 0;
    for (std::size_t groups = 0; groups < kIndexGroupsMax; ++groups) {
        const bool last = text.find('/') == std::string_view::npos;
        std::string_view group = take_until(text, '/');
        if (!last) {
            if (!group.starts_with('x')) return std::nullopt;
            group.remove_prefix(1);
        }
        if (!is_group(group)) return std::nullopt;
        if (groups == 0 && !last && group == "000") return std::nullopt;
        for (const char digit : group)
            index = index * 10 + static_cast<unsigned>(digit - '0');
        if (last) return index;
    }
    return std::nullopt;
}

}  // namespace

std::optional<runtime::ReadAuditTile> parse_tile_path(std::string_view path) {
    runtime::ReadAuditTile tile;
    const std::string_view level = take_until(path, '/');
    tile.entries = level == "entries";
    if (!tile.entries) {
        const auto number = number_in(level, kLevelMax);
        if (!number) return std::nullopt;
        tile.level = *number;
    }
    tile.width = kFullWidth;
    if (const auto partial = path.find(".p/"); partial != std::string_view::npos) {
        const auto width = number_in(path.substr(partial + 3), kFullWidth - 1);
        if (!width || *width == 0) return std::nullopt;
        tile.width = *width;
        path = path.substr(0, partial);
    }
    const auto index = index_in(path);
    if (!index) return std::nullopt;
    tile.index = *index;
    return tile;
}

}  // namespace clarion::http
