// The commands of the log, as the command line knows them.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>

#include "deploy/clarion/commands.hpp"

namespace clarion::deploy {

void add_audit_commands(CLI::App& app, std::function<ExitCode()>& chosen);

}  // namespace clarion::deploy
