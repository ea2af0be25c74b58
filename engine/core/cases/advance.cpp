#include "engine/core/cases/advance.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/cases/entered.hpp"
#include "engine/core/cases/pauses.hpp"
#include "engine/core/cases/reminders.hpp"
#include "engine/core/ensure.hpp"

namespace clarion::core {

namespace {

using statechart::StateIndex;

constexpr std::size_t kDateLength = 10;  // 2027-03-22

json::array texts(const std::vector<std::string>& list) {
    json::array array;
    array.reserve(list.size());
    for (const std::string& text : list)
        array.emplace_back(text);
    return array;
}

json::object first_context(const CaseEvent& event) {
    json::object context;
    for (const std::string_view key : kOpeningNames) {
        if (const json::value* value = event.data.if_contains(key)) context[key] = *value;
    }
    context["received_at"] = to_rfc3339(event.at);
    if (const json::value* carried = event.data.if_contains("carried")) {
        for (const auto& [key, value] : carried->as_object()) {
            if (!context.contains(key)) context[key] = value;
        }
    }
    if (const json::value* links = event.data.if_contains(kLinks)) context[kLinks] = *links;
    return context;
}

// Nothing moves; the context knows one case more.
statechart::Step linked(const CaseSnapshot& before, const CaseEvent& event) {
    statechart::Step step;
    step.after = before.machine;
    if (!step.after.context.contains(kLinks)) step.after.context.set(kLinks, json::array());
    json::value& links = step.after.context.change(kLinks);
    if (!links.is_array()) links.emplace_array();
    json::object link = event.data;
    link["at"] = to_rfc3339(event.at);
    links.get_array().push_back(std::move(link));
    return step;
}

void remember_who(const Process& process, const CaseEvent& event, CaseSnapshot& after) {
    const json::object* actor = event.actor.if_object();
    if (actor == nullptr || event.type == kRequestReceived) return;
    const json::value* person = actor->if_contains("person");
    if (person == nullptr || !person->is_string()) return;
    const PersonId id{std::string(person->get_string())};
    std::vector<PersonId>& people = after.taken_by[event.type];
    const auto rule = process.actions.find(event.type);
    if (rule != process.actions.end() && rule->second.only_last) people.clear();
    if (std::find(people.begin(), people.end(), id) == people.end()) people.push_back(id);
}

}  // namespace

json::value actor_of(const Command& command) {
    if (command.origin == Origin::system) return nullptr;
    const Principal& principal = command.principal;
    return json::object{
        {"person", principal.person.text},
        {"name", principal.display_name},
        {"roles", texts(principal.roles)},
        {"agency", principal.agency},
    };
}

std::optional<Instant> instant_at(const statechart::Context& context, std::string_view path) {
    const json::value* found = context.find(path);
    if (found == nullptr || !found->is_string()) return std::nullopt;
    const std::string_view text = found->get_string();
    // A date stands for its noon: the same local day from twelve hours west to eleven east.
    if (text.size() == kDateLength) return parse_rfc3339(std::string(text) + "T12:00:00Z");
    return parse_rfc3339(text);
}

statechart::Environment deciding(
    const Process& process, const CaseSnapshot& before, CaseEvent& event
) {
    return {
        .now = event.at,
        .actor = event.actor,
        .due_of =
            [&process,
             &event](std::string_view delay, const statechart::Context& context, Instant now) {
                const auto limit = process.limits.find(delay);
                ensure(limit != process.limits.end(), "a compiled process knows all its delays");
                // Counting from now, when the instant is not there yet, never loses a deadline.
                const Instant from = instant_at(context, limit->second.from).value_or(now);
                event.dues.push_back(due_of_limit(process, limit->second, context, from, now));
                return event.dues.back();
            },
        .since = [&before](statechart::StateIndex restored) -> std::optional<Instant> {
            const auto since = before.tasks_since.find(restored);
            if (since == before.tasks_since.end()) return std::nullopt;
            return since->second;
        },
        .profile = &process.profile,
        .calendar = &process.calendar,
        .zone = process.zone,
    };
}

statechart::Environment replaying(
    const Process& process, const CaseEvent& event, std::size_t& next
) {
    return {
        .now = event.at,
        .actor = event.actor,
        .due_of =
            [&event, &next](std::string_view, const statechart::Context&, Instant) {
                ensure(next < event.dues.size(), "an event holds every due instant of its step");
                return event.dues[next++];
            },
        .profile = &process.profile,
        .calendar = &process.calendar,
        .zone = process.zone,
    };
}

Result<statechart::Step, statechart::StepFault> run(
    const Process& process,
    const CaseSnapshot& before,
    const CaseEvent& event,
    const statechart::Environment& environment
) {
    if (event.type == kRequestReceived) {
        return statechart::start(process.definition, first_context(event), environment);
    }
    if (event.type == kCaseLinked) return linked(before, event);
    if (event.type == kTimerFired) {
        if (is_put_off(process, before.machine, event)) {
            return put_off(process, before.machine, event, environment);
        }
        auto fired = statechart::fire(process.definition, before.machine, event.timer, environment);
        if (fired) arm_reminder(process, before.machine, event, environment, *fired);
        return fired;
    }
    const statechart::Event sent{.type = event.type, .data = event.data};
    return statechart::step(process.definition, before.machine, sent, environment);
}

namespace {

// The states that a history state could bring back, and those around them.
void keep_remembered(
    const Process& process,
    const CaseSnapshot& before,
    const statechart::MachineState& machine,
    CaseSnapshot& after
) {
    const auto keep = [&](StateIndex state) {
        const auto since = before.tasks_since.find(state);
        if (since != before.tasks_since.end()) after.tasks_since.insert(*since);
    };
    for (const auto& [history, remembered] : machine.history) {
        for (StateIndex state : remembered) {
            const StateIndex top = process.definition.at(history).parent;
            for (; state != top && state != 0; state = process.definition.at(state).parent)
                keep(state);
            keep(top);
        }
    }
}

}  // namespace

bool is_timed(const Process& process, StateIndex state) {
    return process.state_rules[state].has_task || !process.definition.at(state).after.empty();
}

CaseSnapshot snapshot_after(
    const Process& process,
    const CaseSnapshot& before,
    const CaseEvent& event,
    statechart::Step&& step
) {
    CaseSnapshot after;
    after.id = before.id;
    after.reference = before.reference;
    after.bundle = before.bundle;
    after.version = event.sequence;
    after.received_at = before.received_at;
    after.at = event.at;
    const EnteredStates entered(process.definition, before.machine, step);
    if (!entered.begins_round(process.state_rules)) after.taken_by = before.taken_by;
    remember_who(process, event, after);
    for (const StateIndex state : step.after.active) {
        if (!is_timed(process, state)) continue;
        const auto since = before.tasks_since.find(state);
        const bool goes_on = since != before.tasks_since.end() &&
                             (!entered.contains(state) || entered.came_back_by_history(state));
        after.tasks_since.emplace(state, goes_on ? since->second : event.at);
    }
    keep_remembered(process, before, step.after, after);
    after.machine = std::move(step.after);
    return after;
}

void tell_readers(
    const Process& process,
    const CaseSnapshot& before,
    const statechart::Step& step,
    CaseEvent& event
) {
    const auto& was = before.machine.active;
    const auto& is = step.after.active;
    for (const StateIndex state : is) {
        if (!std::binary_search(was.begin(), was.end(), state)) {
            event.entered.push_back(process.definition.at(state).id);
        }
    }
    for (auto state = was.rbegin(); state != was.rend(); ++state) {
        if (!std::binary_search(is.begin(), is.end(), *state)) {
            event.left.push_back(process.definition.at(*state).id);
        }
    }
    event.title = event.type == kRequestReceived ? "Request received" : event.type;
    if (event.type == kCaseLinked) event.title = "Linked to another case";
    if (event.type == kTimerFired && is_put_off(process, before.machine, event)) {
        event.title = "A limit is later, for the days under a hold";
    }
    for (const statechart::Transition* transition : step.selected) {
        const json::value* title = transition->meta.if_contains("title");
        if (title == nullptr || !title->is_string()) continue;
        event.title = std::string(title->get_string());
        break;
    }
}

}  // namespace clarion::core
