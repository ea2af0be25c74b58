#include "engine/core/cases/permission.hpp"

#include <algorithm>
#include <iterator>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/core/statechart/outlook.hpp"
#include "engine/core/statechart/words.hpp"

namespace clarion::core {

namespace {

using statechart::Transition;

bool may_take(const Process& process, const Transition& transition, const Command& command) {
    const TransitionRule* rule = find_rule(process, transition);
    if (command.origin == Origin::system) return rule == nullptr;
    if (rule == nullptr) return false;
    return std::any_of(rule->roles.begin(), rule->roles.end(), [&](const std::string& role) {
        return command.principal.has_role(role);
    });
}

// The action among `names` that the person took in this round, if any.
const std::string* taken_by_same_person(
    const CaseSnapshot& before, const std::vector<std::string>& names, const PersonId& person
) {
    for (const std::string& name : names) {
        const auto taken = before.taken_by.find(name);
        if (taken == before.taken_by.end()) continue;
        const auto& people = taken->second;
        if (std::find(people.begin(), people.end(), person) != people.end()) return &name;
    }
    return nullptr;
}

}  // namespace

Refusal refuse(RefusalCode code, std::string_view detail) {
    return {.code = code, .detail = std::string(detail), .errors = {}, .version = 0};
}

const TransitionRule* find_rule(const Process& process, const Transition& transition) {
    const auto found = process.transition_rules.find(transition.order);
    return found == process.transition_rules.end() ? nullptr : &found->second;
}

std::vector<const Transition*> within_reach(
    const Process& process, TransitionsView transitions, const Command& command
) {
    std::vector<const Transition*> reach;
    std::copy_if(
        transitions.begin(),
        transitions.end(),
        std::back_inserter(reach),
        [&](const Transition* transition) { return may_take(process, *transition, command); }
    );
    return reach;
}

std::optional<Refusal> check_person(
    const Process& process,
    const CaseSnapshot& before,
    TransitionsView transitions,
    const Principal& principal,
    Instant now
) {
    for (const Transition* transition : transitions) {
        const TransitionRule* rule = find_rule(process, *transition);
        if (rule == nullptr) continue;
        const auto* same = taken_by_same_person(before, rule->differs_from, principal.person);
        if (same != nullptr) return refuse(RefusalCode::second_person_required, *same);
    }
    for (const Transition* transition : transitions) {
        const TransitionRule* rule = find_rule(process, *transition);
        if (rule == nullptr || !rule->fresh_sign_in) continue;
        if (!is_fresh(principal, now)) {
            return refuse(RefusalCode::sign_in_too_old, transition->descriptor);
        }
    }
    return std::nullopt;
}

Refusal guards_failed(const std::string& action, TransitionsView offered) {
    Refusal refusal = refuse(RefusalCode::guard_failed, action);
    for (const Transition* transition : offered) {
        if (!transition->guard) continue;
        const std::string words = statechart::guard_in_words(*transition->guard);
        if (refusal.rule.find(words) != std::string::npos) continue;
        refusal.rule += (refusal.rule.empty() ? "" : "; or ") + words;
    }
    return refusal;
}

namespace {

void add_reasons(
    const Process& process,
    const std::vector<json::value>& unmet,
    std::vector<json::object>& reasons
) {
    for (const RuleWords& words : process.rule_words) {
        const bool is_meant = std::find(unmet.begin(), unmet.end(), words.unless) != unmet.end();
        const bool is_told = std::find(reasons.begin(), reasons.end(), words.says) != reasons.end();
        if (is_meant && !is_told) reasons.push_back(words.says);
    }
}

}  // namespace

Refusal with_reasons(
    const Process& process,
    const CaseSnapshot& before,
    const Command& command,
    const CaseEvent& event,
    Refusal refusal
) {
    if (refusal.code != RefusalCode::guard_failed || process.rule_words.empty()) return refusal;
    CaseEvent asked = event;
    const statechart::Environment environment = deciding(process, before, asked);
    const statechart::Event heard{command.action, event.data};
    const auto offered = statechart::offered(process.definition, before.machine, command.action);
    for (const Transition* transition : within_reach(process, offered, command)) {
        const auto unmet = statechart::unmet_demands(
            process.definition,
            before.machine,
            *transition,
            environment,
            event.type.empty() ? nullptr : &heard
        );
        add_reasons(process, unmet, refusal.reasons);
    }
    return refusal;
}

std::optional<Refusal> check_selected(
    const Process& process,
    const CaseSnapshot& before,
    TransitionsView selected,
    const Command& command,
    Instant now
) {
    if (!selected.empty()) {
        if (within_reach(process, selected, command).size() != selected.size()) {
            return refuse(RefusalCode::role_not_allowed, command.action);
        }
        if (command.origin == Origin::system) return std::nullopt;
        return check_person(process, before, selected, command.principal, now);
    }
    const auto offered = statechart::offered(process.definition, before.machine, command.action);
    if (command.origin == Origin::person) {
        std::optional<Refusal> first;
        for (const Transition* transition : within_reach(process, offered, command)) {
            auto refusal = check_person(process, before, {&transition, 1}, command.principal, now);
            if (!refusal) return guards_failed(command.action, offered);
            if (!first) first = std::move(refusal);
        }
        if (first) return first;
    }
    return guards_failed(command.action, offered);
}

}  // namespace clarion::core
