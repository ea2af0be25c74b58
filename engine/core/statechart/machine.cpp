#include "engine/core/statechart/machine.hpp"

#include <algorithm>

#include "engine/core/statechart/macrostep.hpp"
#include "engine/core/statechart/timers.hpp"

namespace clarion::core::statechart {

Result<Step, StepFault> start(
    const Definition& definition, const json::object& context, const Environment& environment
) {
    MachineState fresh;
    fresh.context = Context(definition.context);
    for (const auto& member : context)
        fresh.context.set(member.key(), member.value());
    Macrostep macrostep(definition, std::move(fresh), environment);
    macrostep.enter_initial_states();
    return std::move(macrostep).finish();
}

Result<Step, StepFault> step(
    const Definition& definition,
    MachineState&& before,
    const Event& event,
    const Environment& environment
) {
    Macrostep macrostep(definition, std::move(before), environment);
    macrostep.run(event);
    return std::move(macrostep).finish();
}

Result<Step, StepFault> step(
    const Definition& definition,
    const MachineState& before,
    const Event& event,
    const Environment& environment
) {
    return step(definition, MachineState(before), event, environment);
}

Result<Step, StepFault> fire(
    const Definition& definition,
    MachineState&& before,
    std::string_view timer_id,
    const Environment& environment
) {
    auto event = take_due(before, timer_id);
    if (!event)
        return failure(StepFault{"no timer with this id is armed: " + std::string(timer_id)});
    Macrostep macrostep(definition, std::move(before), environment);
    macrostep.run(std::move(*event));
    return std::move(macrostep).finish();
}

Result<Step, StepFault> fire(
    const Definition& definition,
    const MachineState& before,
    std::string_view timer_id,
    const Environment& environment
) {
    return fire(definition, MachineState(before), timer_id, environment);
}

std::vector<const Transition*> offered(
    const Definition& definition, const MachineState& state, std::string_view event_type
) {
    if (state.done) return {};
    const Configuration active(definition.states.size(), state.active);
    return offered_for(definition, active, event_type);
}

std::vector<const Transition*> select(
    const Definition& definition,
    const MachineState& state,
    const Event& event,
    const Environment& environment
) {
    if (state.done) return {};
    const Configuration active(definition.states.size(), state.active);
    bool exhausted = false;
    const Facts facts{definition, active, state.context, event, environment, exhausted};
    Transitions selected = enabled_by_event(facts);
    if (exhausted) return {};
    remove_conflicts(selected, definition, state.history);
    std::erase_if(selected, [](const Transition* transition) { return transition->forbidden; });
    return selected;
}

std::vector<std::string> leaf_ids(const Definition& definition, const MachineState& state) {
    std::vector<std::string> ids;
    for (const StateIndex index : state.active) {
        if (is_leaf(definition.at(index))) ids.push_back(definition.at(index).id);
    }
    std::sort(ids.begin(), ids.end());
    return ids;
}

}  // namespace clarion::core::statechart
