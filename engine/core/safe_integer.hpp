// Whole numbers as every JSON program reads them: at most 2^53 - 1 (RFC 7493, 2.2).
#pragma once

#include <charconv>
#include <cstdint>
#include <optional>
#include <string_view>

namespace clarion::core {

inline constexpr std::int64_t kSafeIntegerMax = (std::int64_t{1} << 53) - 1;

// Digits alone, 0 to kSafeIntegerMax; empty for all else.
[[nodiscard]] inline std::optional<std::uint64_t> parse_safe_integer(std::string_view text) {
    std::uint64_t number = 0;
    const char* end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    const bool is_whole = read.ec == std::errc() && read.ptr == end;
    if (!is_whole || number > std::uint64_t{kSafeIntegerMax}) return std::nullopt;
    return number;
}

}  // namespace clarion::core
