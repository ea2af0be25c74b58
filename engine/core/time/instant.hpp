// Instant: a moment on the UTC line, to the millisecond. The core is always told what now is.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace clarion::core {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;

// RFC 3339 in UTC with milliseconds: 2026-11-24T13:00:00.000Z. Frozen: stored, sent, and logged.
[[nodiscard]] std::string to_rfc3339(Instant instant);
void append_rfc3339(std::string& text, Instant instant);

// Accepts what RFC 3339 allows with an offset of Z; empty for anything else.
[[nodiscard]] std::optional<Instant> parse_rfc3339(std::string_view text);

}  // namespace clarion::core
