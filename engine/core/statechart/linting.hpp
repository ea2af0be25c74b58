// The linter's parts. Internal to it.
#pragma once

#include "engine/core/statechart/configuration.hpp"
#include "engine/core/statechart/lint.hpp"

namespace clarion::core::statechart {

using Problems = std::vector<Problem>;

void lint_names(const Definition& definition, const LintCatalogue& catalogue, Problems& problems);
void lint_meta(const Definition& definition, const LintCatalogue& catalogue, Problems& problems);
void lint_reads(const Definition& definition, const LintCatalogue& catalogue, Problems& problems);
void lint_events(const Definition& definition, Problems& problems);
void lint_actions(const Definition& definition, const LintCatalogue& catalogue, Problems& problems);
void lint_guards(const Definition& definition, Problems& problems);
void lint_graph(const Definition& definition, Problems& problems);
void note_scxml_differences(const Definition& definition, Problems& problems);

// Whether people could take it by this name: no pattern, nothing of XState's own.
[[nodiscard]] bool is_action_name(std::string_view descriptor);

template <class Visit>
void for_each_transition(const Definition& definition, Visit visit) {
    for (const State& state : definition.states) {
        for (const auto* list : {&state.on, &state.always, &state.after}) {
            for (const Transition& transition : *list)
                visit(state, transition);
        }
    }
}

}  // namespace clarion::core::statechart
