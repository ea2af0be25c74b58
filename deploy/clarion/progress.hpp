// Progress: how far long work is, and how fast: a bar on a terminal, JSON lines when they are asked
// for, and nothing elsewhere.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace clarion::deploy {

// Told how much is done of how much; may be empty.
using Progress = std::function<void(std::uint64_t done, std::uint64_t of)>;

// `what` is a past participle, such as "copied".
[[nodiscard]] Progress progress_of(const std::string& what, bool as_json = false);

}  // namespace clarion::deploy
