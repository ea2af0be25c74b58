// What a person can do with a case, now or ever, for lists of actions.
#include <algorithm>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/core/cases/permission.hpp"
#include "engine/core/cases/projection.hpp"

namespace clarion::core {

namespace {

using statechart::Transition;

bool speaks_of_event(std::string_view path) {
    return path.empty() || path == "event" || path.starts_with("event.");
}

// Whether a term may look at the form. Any text that could be a path into it counts.
bool reads_form(const json::value& term) {
    if (const json::string* text = term.if_string()) return speaks_of_event(*text);
    if (const json::array* array = term.if_array()) {
        return std::any_of(array->begin(), array->end(), reads_form);
    }
    if (const json::object* object = term.if_object()) {
        return std::any_of(object->begin(), object->end(), [](const auto& member) {
            return reads_form(member.value());
        });
    }
    return false;
}

bool guard_reads_form(const Transition* transition) {
    return transition->guard && reads_form(transition->guard->params);
}

std::optional<Refusal> what_stands_in_the_way(
    const Process& process, const CaseSnapshot& snapshot, const Command& command, Instant now
) {
    if (auto refusal = check_may_try(process, snapshot, command)) return refusal;
    const auto offered = statechart::offered(process.definition, snapshot.machine, command.action);
    if (std::none_of(offered.begin(), offered.end(), guard_reads_form)) {
        CaseEvent event;
        event.at = now;
        event.actor = actor_of(command);
        const auto selected = statechart::select(
            process.definition, snapshot.machine, {command.action, {}}, deciding(process, event)
        );
        return check_selected(process, snapshot, selected, command, now);
    }
    // Which of them the form will choose is not known: one open way is enough to let them try.
    std::optional<Refusal> first;
    for (const Transition* transition : within_reach(process, offered, command)) {
        auto refusal = check_person(process, snapshot, {&transition, 1}, command.principal, now);
        if (!refusal) return std::nullopt;
        if (!first) first = std::move(refusal);
    }
    return first;
}

bool could_ever_take(const ActionRule& action, const Principal& principal) {
    return std::any_of(action.roles.begin(), action.roles.end(), [&](const std::string& role) {
        return principal.has_role(role);
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
        auto why_not = what_stands_in_the_way(process, snapshot, command, now);
        views.push_back(
            {.name = rule->name,
             .title = rule->title,
             .form = rule->form,
             .allowed = !why_not,
             .why_not = std::move(why_not)}
        );
    }
    return views;
}

}  // namespace clarion::core
