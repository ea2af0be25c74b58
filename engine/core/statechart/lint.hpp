// Lint: what is wrong with a definition that reads well but should not be published.
//
// Errors refuse publication. Notes tell where plain SCXML would do something else.
// A state without a way out says so: `meta.terminal` on the state, or `meta.rests` on a region.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/core/statechart/definition.hpp"
#include "engine/core/statechart/problem.hpp"

namespace clarion::core::statechart {

// A form, as far as a definition depends on it.
struct LintForm {
    std::set<std::string> fields = {};  // dotted paths; none: nothing is known of them
    // Keys of `meta` without which nobody may fill it in, on each transition that people take.
    std::set<std::string> needs = {};
    // Those that some transition of the action has to carry, such as for contact that we make.
    std::set<std::string> needs_once = {};
};

// What a definition may refer to: names the house knows.
struct LintCatalogue {
    std::map<std::string, LintForm> forms;
    std::set<std::string> roles;
    std::set<std::string> delays;       // the profile's limits
    std::set<std::string> ladders;      // the profile's reminders
    std::set<std::string> effects;      // actions that are not built in
    std::set<std::string> routes = {};  // of the scheme: where a linked case may go
    std::set<std::string> meta_keys;    // allowed in any `meta`, beside the domain keys
    std::set<std::string> given = {};   // names of the context that no workflow writes itself
    json::object profile = {};          // empty: what is read of it is not looked at
};

[[nodiscard]] std::vector<Problem> lint(
    const Definition& definition, const LintCatalogue& catalogue
);

// Of a definition as written: what the reader refuses, and with it what lint finds in the parts
// that could be read, so that one mistake hides no other.
[[nodiscard]] std::vector<Problem> lint_document(
    const json::value& document, const LintCatalogue& catalogue
);

// The names of the context that a definition itself fills.
[[nodiscard]] std::set<std::string> names_written_by(const Definition& definition);

}  // namespace clarion::core::statechart
