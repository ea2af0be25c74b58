// Lint: what is wrong with a definition that reads well but should not be published.
//
// Errors refuse publication. Notes tell where plain SCXML would do something else.
// A state without a way out says so: `meta.terminal` on the state, or `meta.rests` on a region.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "engine/core/statechart/definition.hpp"
#include "engine/core/statechart/problem.hpp"

namespace clarion::core::statechart {

// What a definition may refer to: names the house knows.
struct LintCatalogue {
    std::set<std::string> forms;
    std::set<std::string> roles;
    std::set<std::string> delays;       // the profile's limits
    std::set<std::string> ladders;      // the profile's reminders
    std::set<std::string> effects;      // actions that are not built in
    std::set<std::string> routes = {};  // of the scheme: where a linked case may go
    std::set<std::string> meta_keys;    // allowed in any `meta`, beside the domain keys
};

[[nodiscard]] std::vector<Problem> lint(
    const Definition& definition, const LintCatalogue& catalogue
);

}  // namespace clarion::core::statechart
