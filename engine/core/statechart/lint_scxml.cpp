// Notes: where plain SCXML would not do what XState, and so this engine, does.
#include <algorithm>

#include "engine/core/statechart/entry_exit.hpp"
#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

namespace {

void note(Problems& problems, const Transition& transition, std::string reason) {
    problems.push_back({transition.pointer, "SCXML differs: " + std::move(reason), Severity::note});
}

void note_domain(const Definition& definition, const Transition& transition, Problems& problems) {
    if (!transition.has_target) return;
    const bool to_itself =
        std::find(transition.targets.begin(), transition.targets.end(), transition.source) !=
        transition.targets.end();
    if (to_itself && !transition.reenter) {
        return note(problems, transition, "it would leave and enter its own source again");
    }
    const auto domain = domain_of(transition, definition, {});
    if (!domain || *domain == 0 || definition.at(*domain).kind != StateKind::parallel) return;
    note(
        problems,
        transition,
        "it would leave and enter the parallel state \"" + definition.at(*domain).id + "\" again"
    );
}

bool takes_below(const Definition& definition, const State& outer, const std::string& descriptor) {
    for (StateIndex index = outer.index + 1; index <= outer.last_descendant; ++index) {
        for (const auto& transition : definition.at(index).on) {
            if (descriptor_takes(transition.descriptor, descriptor)) return true;
        }
    }
    return false;
}

bool has_regions_below(const Definition& definition, const State& outer) {
    for (StateIndex index = outer.index; index <= outer.last_descendant; ++index) {
        if (definition.at(index).kind == StateKind::parallel) return true;
    }
    return false;
}

void note_targetless(
    const Definition& definition,
    const State& state,
    const Transition& transition,
    Problems& problems
) {
    if (transition.has_target || transition.forbidden || transition.descriptor.empty()) return;
    if (!has_regions_below(definition, state) ||
        !takes_below(definition, state, transition.descriptor))
        return;
    note(problems, transition, "it would run as well when only some regions below take the event");
}

void note_order(const State& state, Problems& problems) {
    for (std::size_t later = 1; later < state.on.size(); ++later) {
        const auto& specific = state.on[later];
        for (std::size_t earlier = 0; earlier < later; ++earlier) {
            const auto& general = state.on[earlier];
            const bool shadows = general.descriptor != specific.descriptor &&
                                 general.descriptor.ends_with('*') &&
                                 descriptor_takes(general.descriptor, specific.descriptor);
            if (!shadows) continue;
            note(
                problems,
                specific,
                "\"" + general.descriptor + "\", written earlier, would be asked first"
            );
            break;
        }
    }
}

void note_endless(const Transition& transition, Problems& problems) {
    const bool changes =
        std::any_of(transition.actions.begin(), transition.actions.end(), [](const Term& action) {
            return action.type == "xstate.assign" || action.type == "record" || action.type == "if";
        });
    if (!transition.has_target && !changes)
        note(problems, transition, "it would be taken again without end");
}

}  // namespace

void note_scxml_differences(const Definition& definition, Problems& problems) {
    for_each_transition(definition, [&](const State& state, const Transition& transition) {
        note_domain(definition, transition, problems);
        note_targetless(definition, state, transition, problems);
    });
    for (const State& state : definition.states) {
        note_order(state, problems);
        for (const auto& transition : state.always)
            note_endless(transition, problems);
    }
}

}  // namespace clarion::core::statechart
