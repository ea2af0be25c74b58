#include "engine/core/cases/reminders.hpp"

#include <algorithm>

#include "engine/core/ensure.hpp"
#include "engine/core/statechart/timers.hpp"

namespace clarion::core {

namespace {

using statechart::MachineState;
using statechart::Timer;
using statechart::Transition;

// Names that workflows and profiles share with the engine. Frozen.
constexpr std::string_view kLaddersKey = "reminders";
constexpr std::string_view kTellingKey = "reminder";

const Timer* find_timer(const MachineState& state, std::string_view id) {
    const auto found = std::find_if(
        state.timers.begin(), state.timers.end(), [&](const Timer& timer) { return timer.id == id; }
    );
    return found == state.timers.end() ? nullptr : &*found;
}

std::size_t telling_of(const Timer& timer) {
    const json::value* number = timer.event.data.if_contains(kTellingKey);
    return number == nullptr ? 0 : number->to_number<std::size_t>();
}

// The transition that the timer's own state took, when that state goes on waiting.
const Transition* still_waiting(const statechart::Step& step, const Timer& fired) {
    const auto is_its_own = [&](const Transition* transition) {
        const auto& active = step.after.active;
        return transition->delay && transition->descriptor == fired.event.type &&
               std::binary_search(active.begin(), active.end(), transition->source);
    };
    const auto found = std::find_if(step.selected.begin(), step.selected.end(), is_its_own);
    return found == step.selected.end() ? nullptr : *found;
}

}  // namespace

Ladders read_ladders(const json::object& profile, const std::string& pointer, Problems& problems) {
    Ladders ladders;
    const json::value* written = profile.if_contains(kLaddersKey);
    if (written == nullptr) return ladders;
    const auto refuse = [&](const std::string& place, std::string reason) {
        problems.push_back({.pointer = pointer + place, .reason = std::move(reason)});
    };
    if (!written->is_object()) {
        refuse("", "reminders must be an object of lists of limits");
        return ladders;
    }
    for (const auto& [name, steps] : written->get_object()) {
        const std::string place = "/" + std::string(name);
        if (!steps.is_array()) {
            refuse(place, "a ladder of reminders is a list of limits");
            continue;
        }
        std::vector<std::string>& ladder = ladders[std::string(name)];
        for (const json::value& step : steps.get_array()) {
            if (!step.is_string()) refuse(place, "a step of a ladder is the name of a limit");
            if (step.is_string()) ladder.emplace_back(step.get_string());
        }
    }
    return ladders;
}

const std::vector<std::string>& ladder_of(const Process& process, const Transition& transition) {
    static const std::vector<std::string> kNone;
    const json::value* name = transition.meta.if_contains(kLaddersKey);
    if (name == nullptr || !name->is_string()) return kNone;
    const auto ladder = process.ladders.find(std::string_view(name->get_string()));
    ensure(ladder != process.ladders.end(), "a compiled process knows all its ladders");
    return ladder->second;
}

bool tells_again(const Timer& timer) {
    return telling_of(timer) > 0;
}

void arm_reminder(
    const Process& process,
    const MachineState& before,
    const CaseEvent& event,
    const statechart::Environment& environment,
    statechart::Step& step
) {
    const Timer* fired = find_timer(before, event.timer);
    if (fired == nullptr) return;
    const Transition* transition = still_waiting(step, *fired);
    // A state that was left and entered again counts anew already.
    if (transition == nullptr || find_timer(step.after, fired->id) != nullptr) return;
    const std::size_t told = telling_of(*fired);
    const auto& ladder = ladder_of(process, *transition);
    if (told >= ladder.size()) return;
    const Instant due = environment.due_of(ladder[told], step.after.context, environment.now);
    statechart::Event next{.type = fired->event.type, .data = {}};
    next.data[kTellingKey] = told + 1;
    statechart::arm(step.after, fired->id, std::move(next), due, fired->external);
}

}  // namespace clarion::core
