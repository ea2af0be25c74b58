// How the program ends. Part of the command line's contract: never renumber.
#pragma once

#include <stdexcept>
#include <string>

namespace clarion::deploy {

enum class ExitCode {
    good = 0,
    failed = 1,
    usage = 2,
    not_found = 3,
    not_allowed = 4,
    conflict = 5,
    unavailable = 6,
    integrity_broken = 7,
};

// Ends the command with one clear line on stderr and this code.
struct CommandFailed : std::runtime_error {
    CommandFailed(ExitCode exit_code, const std::string& line)
        : std::runtime_error(line), code(exit_code) {}
    ExitCode code;
};

}  // namespace clarion::deploy
