// A subcommand of the command line that says what is to be run once all words are read, and words
// that several of them share.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <utility>

#include "deploy/clarion/exit_codes.hpp"
#include "deploy/clarion/two_people.hpp"

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

// What two people sign before the act is done (two_people.hpp).
inline void add_statement(CLI::App* app, StatementFiles& files) {
    app->add_option("--statement", files.statement, "what two people sign")->required();
    app->add_option("--proposal", files.proposal, "the first one's signature");
    app->add_option("--approval", files.approval, "the other one's signature");
}

}  // namespace clarion::deploy
