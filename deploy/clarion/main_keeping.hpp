// The words of `clarion backup ...` and what else keeps a store, apart from main for their number.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "deploy/clarion/commands.hpp"

namespace clarion::deploy {

// Adds them under `app`, which has `audit` already; parsing sets `chosen` to the command asked for.
// What `chosen` works on lives as long as it does.
void add_keeping_commands(CLI::App& app, std::function<ExitCode()>& chosen);

}  // namespace clarion::deploy
