// What a person can do with a case, now or ever, for lists of actions.
#include <algorithm>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/core/cases/permission.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/core/statechart/outlook.hpp"
#include "engine/core/statechart/selection.hpp"

namespace clarion::core {

namespace {

using statechart::Transition;

std::optional<Refusal> what_stands_in_the_way(
    const Process& process, const CaseSnapshot& snapshot, const Command& command, Instant now
) {
    using statechart::Outlook;
    if (auto refusal = check_may_try(process, snapshot, command)) return refusal;
    CaseEvent event;
    event.at = now;
    event.actor = actor_of(command);
    const auto environment = deciding(process, snapshot, event);
    const auto offered = statechart::offered(process.definition, snapshot.machine, command.action);
    std::vector<Outlook> outlooks;
    outlooks.reserve(offered.size());
    for (const Transition* transition : offered)
        outlooks.push_back(
            statechart::outlook(process.definition, snapshot.machine, *transition, environment)
        );
    if (std::find(outlooks.begin(), outlooks.end(), Outlook::depends) == outlooks.end()) {
        const auto selected = statechart::select(
            process.definition, snapshot.machine, {command.action, {}}, environment
        );
        return check_selected(process, snapshot, selected, command, now);
    }
    // Which of them the form will choose is not known: one way that is not closed is enough to let
    // them try.
    std::optional<Refusal> first;
    for (std::size_t way = 0; way < offered.size(); ++way) {
        const Transition* transition = offered[way];
        const statechart::Transitions alone{transition};
        if (outlooks[way] == Outlook::closed) continue;
        if (within_reach(process, alone, command).empty()) continue;
        auto refusal = check_person(process, snapshot, alone, command.principal, now);
        if (!refusal) return std::nullopt;
        if (!first) first = std::move(refusal);
    }
    return first ? first : guards_failed(command.action, offered);
}

// Whether it goes through is for the form to say: nothing that is open to them is open whatever it
// says.
bool depends_on_form(
    const Process& process,
    const CaseSnapshot& snapshot,
    const CaseEvent& unsaid,
    const std::string& action
) {
    CaseEvent event = unsaid;
    const auto environment = deciding(process, snapshot, event);
    const auto offered = statechart::offered(process.definition, snapshot.machine, action);
    return std::none_of(offered.begin(), offered.end(), [&](const Transition* transition) {
        return statechart::outlook(
                   process.definition, snapshot.machine, *transition, environment
               ) == statechart::Outlook::open;
    });
}

bool could_ever_take(const ActionRule& action, const Principal& principal) {
    return std::any_of(action.roles.begin(), action.roles.end(), [&](const std::string& role) {
        return principal.has_role(role);
    });
}

bool is_awaited(const Process& process, const CaseSnapshot& snapshot, const std::string& action) {
    const auto offered = statechart::offered(process.definition, snapshot.machine, action);
    return std::any_of(offered.begin(), offered.end(), [&](const Transition* transition) {
        return process.state_rules[transition->source].has_task &&
               process.definition.at(transition->source).kind == statechart::StateKind::atomic;
    });
}

}  // namespace

std::vector<ActionView> actions_for(
    const Process& process, const CaseSnapshot& snapshot, const Principal& principal, Instant now
) {
    std::vector<const ActionRule*> rules;
    for (const auto& [name, action] : process.actions) {
        if (could_ever_take(action, principal)) rules.push_back(&action);
    }
    std::sort(rules.begin(), rules.end(), [](const ActionRule* left, const ActionRule* right) {
        return left->order < right->order;
    });
    std::vector<ActionView> views;
    views.reserve(rules.size());
    for (const ActionRule* rule : rules) {
        const Command command{
            .action = rule->name,
            .timer = {},
            .form = {},
            .principal = principal,
            .origin = Origin::person};
        CaseEvent unsaid;
        unsaid.at = now;
        unsaid.actor = actor_of(command);
        auto why_not = what_stands_in_the_way(process, snapshot, command, now);
        if (why_not)
            why_not = with_reasons(process, snapshot, command, unsaid, *std::move(why_not));
        const bool allowed = !why_not;
        views.push_back(
            {.name = rule->name,
             .title = rule->title,
             .form = rule->form,
             .allowed = allowed,
             .awaited = is_awaited(process, snapshot, rule->name),
             .depends = allowed && depends_on_form(process, snapshot, unsaid, rule->name),
             .why_not = std::move(why_not)}
        );
    }
    return views;
}

}  // namespace clarion::core
