#include "engine/core/cases/decide.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/access/walls.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/permission.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/core/cases/safe_contact.hpp"
#include "engine/core/ensure.hpp"
#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/guards.hpp"

namespace clarion::core {

namespace {

using statechart::Transition;

CaseEvent event_of(const CaseSnapshot& before, const Command& command, Instant now) {
    CaseEvent event;
    event.sequence = before.version + 1;
    event.type = command.timer.empty() ? command.action : std::string(kTimerFired);
    event.timer = command.timer;
    event.data = command.form;
    event.actor = actor_of(command);
    event.at = now;
    return event;
}

// An effect with `each`, the path of a list in the context or the profile, is one effect for each
// text in it, told in the param that `as` names.
std::vector<json::value> spread(
    json::value params, const Process& process, const statechart::Context& context
) {
    const json::object* written = params.if_object();
    const json::value* each = written == nullptr ? nullptr : written->if_contains("each");
    if (each == nullptr || !each->is_string()) return {std::move(params)};
    const json::value* list =
        statechart::find_given(context, &process.profile, std::string_view(each->get_string()));
    const json::value* as = written->if_contains("as");
    std::vector<json::value> all;
    if (list == nullptr || !list->is_array() || as == nullptr || !as->is_string()) return all;
    for (const json::value& entry : list->get_array()) {
        json::object one{{std::string_view(as->get_string()), entry}};
        for (const auto& [key, value] : *written) {
            if (key != "each" && key != "as") one[key] = value;
        }
        all.emplace_back(std::move(one));
    }
    return all;
}

std::vector<Effect> effects_of(
    const Process& process,
    std::vector<statechart::ActionCall> calls,
    const statechart::Context& context
) {
    std::vector<Effect> effects;
    effects.reserve(calls.size());
    for (statechart::ActionCall& call : calls) {
        for (json::value& params : spread(std::move(call.params), process, context)) {
            effects.push_back(
                {.index = static_cast<std::uint32_t>(effects.size()),
                 .name = call.name,
                 .params = std::move(params)}
            );
        }
    }
    return effects;
}

Accepted accept(
    const Process& process, const CaseSnapshot& before, CaseEvent event, statechart::Step&& step
) {
    tell_readers(process, before, step, event);
    std::vector<Effect> effects = effects_of(process, std::move(step.actions), step.after.context);
    CaseSnapshot after = snapshot_after(process, before, event, std::move(step));
    return {
        .event = std::move(event),
        .after = std::move(after),
        .effects = std::move(effects),
        .recipients = {}};
}

// Whom the transitions tell, each once, in order.
std::vector<std::string> recipients_of(
    const Process& process,
    const CaseSnapshot& before,
    const CaseEvent& event,
    TransitionsView selected
) {
    const statechart::Scope scope{
        before.machine.context,
        event.type,
        event.data,
        event.actor,
        event.at,
        &process.profile,
        &process.calendar,
        process.zone};
    std::vector<std::string> recipients;
    const auto add = [&recipients](const json::value& code) {
        if (!code.is_string() || code.get_string().empty()) return;
        std::string text(code.get_string());
        if (std::find(recipients.begin(), recipients.end(), text) == recipients.end())
            recipients.push_back(std::move(text));
    };
    for (const Transition* transition : selected) {
        const TransitionRule* rule = find_rule(process, *transition);
        if (rule == nullptr || rule->recipient.is_null()) continue;
        const auto told = statechart::evaluate(rule->recipient, scope);
        if (!told) continue;
        if (const json::array* list = told->if_array()) {
            for (const json::value& code : *list)
                add(code);
        } else {
            add(*told);
        }
    }
    return recipients;
}

CaseSnapshot nothing_yet(const Process& process, const NewCase& identity, Instant received_at) {
    CaseSnapshot empty;
    empty.id = identity.id;
    empty.reference = identity.reference;
    empty.bundle = process.hash;
    empty.received_at = received_at;
    return empty;
}

// The case would wait for somebody for whom it is not there.
bool gives_to_who_is_kept_away(const CaseSnapshot& before, const CaseSnapshot& after) {
    const json::value* was = before.machine.context.find(kAssigneePath);
    const json::value* is = after.machine.context.find(kAssigneePath);
    if (is == nullptr || !is->is_string() || (was != nullptr && *was == *is)) return false;
    return walls_of(after.machine.context).conflicted.contains({std::string(is->get_string())});
}

bool is_system_event(const Process& process, std::string_view name) {
    if (name.empty() || name.starts_with("xstate.")) return false;
    if (name.find('*') != std::string_view::npos) return false;
    const auto& states = process.definition.states;
    return std::any_of(states.begin(), states.end(), [&](const statechart::State& state) {
        return std::any_of(state.on.begin(), state.on.end(), [&](const Transition& transition) {
            return transition.descriptor == name && find_rule(process, transition) == nullptr;
        });
    });
}

Decision fire_timer(
    const Process& process, const CaseSnapshot& before, const Command& command, Instant now
) {
    if (command.origin != Origin::system) {
        return failure(refuse(RefusalCode::unknown_action, command.action));
    }
    const auto& timers = before.machine.timers;
    const auto timer = std::find_if(timers.begin(), timers.end(), [&](const auto& armed) {
        return armed.id == command.timer;
    });
    if (timer == timers.end() || timer->due > now) {
        return failure(refuse(RefusalCode::action_not_available, command.timer));
    }
    CaseEvent event = event_of(before, command, now);
    auto step = run(process, before, event, deciding(process, before, event));
    if (!step) return failure(refuse(RefusalCode::step_unbounded, command.timer));
    return accept(process, before, std::move(event), std::move(step).value());
}

// Any case can be linked, whatever its workflow and wherever it stands.
Decision link_case(
    const Process& process, const CaseSnapshot& before, const Command& command, Instant now
) {
    CaseEvent event = event_of(before, command, now);
    auto step = run(process, before, event, deciding(process, before, event));
    ensure(step.has_value(), "a link moves nothing");
    return accept(process, before, std::move(event), std::move(step).value());
}

}  // namespace

Decision open_case(
    const Process& process, const NewCase& identity, const Command& command, Instant now
) {
    const CaseSnapshot empty = nothing_yet(process, identity, now);
    CaseEvent event = event_of(empty, command, now);
    event.type = kRequestReceived;
    event.data = {
        {"request", command.form},
        {"channel", identity.channel},
        {"language", identity.language},
    };
    if (!identity.carried.empty()) event.data["carried"] = identity.carried;
    if (!identity.links.empty()) event.data["links"] = identity.links;
    auto step = run(process, empty, event, deciding(process, empty, event));
    if (!step) return failure(refuse(RefusalCode::step_unbounded, event.type));
    return accept(process, empty, std::move(event), std::move(step).value());
}

std::optional<Refusal> check_may_try(
    const Process& process, const CaseSnapshot& before, const Command& command
) {
    const bool known = command.origin == Origin::person ? process.actions.contains(command.action)
                                                        : is_system_event(process, command.action);
    if (!known) return refuse(RefusalCode::unknown_action, command.action);
    const auto offered = statechart::offered(process.definition, before.machine, command.action);
    if (offered.empty()) return refuse(RefusalCode::action_not_available, command.action);
    if (within_reach(process, offered, command).empty()) {
        return refuse(RefusalCode::role_not_allowed, command.action);
    }
    return std::nullopt;
}

Decision decide(
    const Process& process, const CaseSnapshot& before, const Command& command, Instant now
) {
    if (!command.timer.empty()) return fire_timer(process, before, command, now);
    if (command.action == kCaseLinked && command.origin == Origin::system) {
        return link_case(process, before, command, now);
    }
    if (auto refusal = check_may_try(process, before, command)) {
        return failure(*std::move(refusal));
    }
    CaseEvent event = event_of(before, command, now);
    const auto environment = deciding(process, before, event);
    auto step = run(process, before, event, environment);
    // A step that would not come to rest has told nothing of what it selected.
    const auto selected =
        step ? step->selected
             : statechart::select(
                   process.definition, before.machine, {event.type, event.data}, environment
               );
    if (auto refusal = check_selected(process, before, selected, command, now)) {
        return failure(with_reasons(process, before, command, event, *std::move(refusal)));
    }
    if (auto unsafe = unsafe_contact(process, before, event, selected)) {
        return failure(*std::move(unsafe));
    }
    if (!step) return failure(refuse(RefusalCode::step_unbounded, command.action));
    auto recipients = recipients_of(process, before, event, selected);
    Accepted accepted = accept(process, before, std::move(event), std::move(step).value());
    accepted.recipients = std::move(recipients);
    if (gives_to_who_is_kept_away(before, accepted.after)) {
        return failure(refuse(RefusalCode::guard_failed, command.action));
    }
    return accepted;
}

CaseSnapshot apply(const Process& process, const CaseSnapshot& before, const CaseEvent& event) {
    ensure(event.sequence == before.version + 1, "events follow each other without a gap");
    std::size_t dues_used = 0;
    auto step = run(process, before, event, replaying(process, event, dues_used));
    ensure(step.has_value(), "a stored event replays on its own process");
    ensure(dues_used == event.dues.size(), "replaying asks for every due instant of the event");
    return snapshot_after(process, before, event, std::move(step).value());
}

CaseSnapshot replay(
    const Process& process, const NewCase& identity, const std::vector<CaseEvent>& events
) {
    const Instant received_at = events.empty() ? Instant() : events.front().at;
    CaseSnapshot snapshot = nothing_yet(process, identity, received_at);
    for (const CaseEvent& event : events)
        snapshot = apply(process, snapshot, event);
    return snapshot;
}

}  // namespace clarion::core
