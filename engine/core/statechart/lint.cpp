#include "engine/core/statechart/lint.hpp"

#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

bool is_action_name(std::string_view descriptor) {
    return !descriptor.empty() && !descriptor.ends_with('*') && !descriptor.starts_with("xstate.");
}

std::vector<Problem> lint(const Definition& definition, const LintCatalogue& catalogue) {
    Problems problems;
    lint_names(definition, catalogue, problems);
    lint_meta(definition, catalogue, problems);
    lint_actions(definition, problems);
    lint_guards(definition, problems);
    lint_graph(definition, problems);
    note_scxml_differences(definition, problems);
    return problems;
}

}  // namespace clarion::core::statechart
