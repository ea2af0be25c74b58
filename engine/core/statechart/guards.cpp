#include "engine/core/statechart/guards.hpp"

#include <algorithm>
#include <array>

#include "engine/core/statechart/targets.hpp"

namespace clarion::core::statechart {

namespace {

bool holds_as_written(const json::value& guard, const Facts& facts);

const json::value* member(const json::value& params, std::string_view name) {
    const auto* object = params.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

bool is_in_state(const json::value& params, const Facts& facts) {
    const auto* state = member(params, "state");
    if (state == nullptr || !state->is_string()) return false;
    const auto index = find_by_reference(facts.definition, state->get_string());
    return index && facts.active.has(*index);
}

bool every_or_some(bool every, const json::value& params, const Facts& facts) {
    const auto* guards = member(params, "guards");
    if (guards == nullptr || !guards->is_array()) return false;
    for (const auto& guard : guards->get_array()) {
        if (holds_as_written(guard, facts) != every) return !every;
    }
    return every;
}

bool logic_holds(const json::value& term, const Facts& facts) {
    const auto answer = holds(term, facts.scope());
    if (!answer) facts.exhausted = true;
    return answer.value_or(false);
}

bool holds_as_written(const json::value& guard, const Facts& facts) {
    static const json::value kNothing;
    if (const auto* name = guard.if_string()) return guard_holds(*name, kNothing, facts);
    const auto* type = member(guard, "type");
    if (type == nullptr || !type->is_string()) return false;
    const auto* params = member(guard, "params");
    return guard_holds(type->get_string(), params != nullptr ? *params : kNothing, facts);
}

}  // namespace

bool guard_holds(std::string_view type, const json::value& params, const Facts& facts) {
    if (type == "logic") return logic_holds(params, facts);
    if (type == "xstate.stateIn") return is_in_state(params, facts);
    if (type == "xstate.and") return every_or_some(true, params, facts);
    if (type == "xstate.or") return every_or_some(false, params, facts);
    if (type == "xstate.not") {
        const auto* guard = member(params, "guard");
        return guard != nullptr && !holds_as_written(*guard, facts);
    }
    if (type == "quorum") {
        return params.is_object() && quorum_reached(params.get_object(), facts);
    }
    return type == "yes";  // `no`, `never`, and every name the linter has not let through
}

bool passes(const Transition& transition, const Facts& facts) {
    if (!transition.guard) return true;
    const bool answer = guard_holds(transition.guard->type, transition.guard->params, facts);
    return answer && !facts.exhausted;
}

bool is_built_in_guard(std::string_view type) {
    static constexpr std::array<std::string_view, 6> kNames{
        "logic", "xstate.and", "xstate.or", "xstate.not", "xstate.stateIn", "quorum"};
    return std::find(kNames.begin(), kNames.end(), type) != kNames.end();
}

}  // namespace clarion::core::statechart
