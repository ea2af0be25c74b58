// What a thread does with an exception that nobody below it understands: one clear line, and the
// end of the program. Whatever was committed is safe, and a restart goes on from there.
#pragma once

#include <functional>
#include <string_view>

#include "engine/ports/world.hpp"

namespace clarion::system {

// Exit codes of the program (design 8).
inline constexpr int kExitFailed = 1;
inline constexpr int kExitUnavailable = 6;
inline constexpr int kExitIntegrityBroken = 7;

// Requires: called while an exception is being handled.
[[noreturn]] void end_program(ports::Log& log, std::string_view thread) noexcept;

// Runs `work`; ends the program when it throws.
void run_or_end_program(
    ports::Log& log, std::string_view thread, const std::function<void()>& work
) noexcept;

}  // namespace clarion::system
