#include "engine/core/statechart/lint.hpp"

#include "engine/core/statechart/linting.hpp"
#include "engine/core/statechart/reading.hpp"

namespace clarion::core::statechart {

bool is_action_name(std::string_view descriptor) {
    return !descriptor.empty() && !descriptor.ends_with('*') && !descriptor.starts_with("xstate.");
}

namespace {

// Those that look at each part by itself, and need not know where transitions lead.
void lint_parts(const Definition& definition, const LintCatalogue& catalogue, Problems& problems) {
    lint_names(definition, catalogue, problems);
    lint_reads(definition, catalogue, problems);
    lint_events(definition, problems);
    lint_meta(definition, catalogue, problems);
    lint_actions(definition, catalogue, problems);
}

}  // namespace

std::vector<Problem> lint(const Definition& definition, const LintCatalogue& catalogue) {
    Problems problems;
    lint_parts(definition, catalogue, problems);
    lint_guards(definition, problems);
    lint_graph(definition, problems);
    note_scxml_differences(definition, problems);
    return problems;
}

std::vector<Problem> lint_document(const json::value& document, const LintCatalogue& catalogue) {
    Reading reading = read_document(document, Dialect::published);
    if (reading.problems.empty()) return lint(reading.definition, catalogue);
    if (!reading.definition.states.empty())
        lint_parts(reading.definition, catalogue, reading.problems);
    return std::move(reading.problems);
}

}  // namespace clarion::core::statechart
