// A subcommand of the command line that says what is to be run once all words are read.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <utility>

#include "deploy/clarion/exit_codes.hpp"

namespace clarion::deploy {

using Chosen = std::function<ExitCode()>;

// Adds it under `under`; parsing it sets `chosen`, which has to outlive the parsing.
inline CLI::App* command(
    CLI::App* under,
    const std::pair<const char*, const char*>& name_and_help,
    Chosen& chosen,
    Chosen run
) {
    CLI::App* made = under->add_subcommand(name_and_help.first, name_and_help.second);
    made->callback([&chosen, run = std::move(run)] { chosen = run; });
    return made;
}

}  // namespace clarion::deploy
