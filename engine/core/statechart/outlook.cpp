#include "engine/core/statechart/outlook.hpp"

#include <algorithm>

#include "engine/core/statechart/guards.hpp"

namespace clarion::core::statechart {

namespace {

Outlook of_truth(bool truth) {
    return truth ? Outlook::open : Outlook::closed;
}

Outlook opposite(Outlook outlook) {
    switch (outlook) {
        case Outlook::closed:
            return Outlook::open;
        case Outlook::open:
            return Outlook::closed;
        case Outlook::depends:
            break;
    }
    return Outlook::depends;
}

bool speaks_of_event(std::string_view path) {
    return path.empty() || path == "event" || path.starts_with("event.");
}

// Whether a term may look at the event. Any text that could be a path into it counts.
bool reads_event(const json::value& term) {
    if (const json::string* text = term.if_string()) return speaks_of_event(*text);
    if (const json::array* array = term.if_array()) {
        return std::any_of(array->begin(), array->end(), reads_event);
    }
    if (const json::object* object = term.if_object()) {
        return std::any_of(object->begin(), object->end(), [](const auto& member) {
            return reads_event(member.value());
        });
    }
    return false;
}

const json::value* member(const json::value& value, std::string_view name) {
    const json::object* object = value.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

// One that is closed closes all of them, when all are needed; one that is open opens them, when one
// is enough.
template <typename OutlookOf>
Outlook of_all(const json::value& parts, bool all_needed, const OutlookOf& outlook_of) {
    const json::array* array = parts.if_array();
    if (array == nullptr) return Outlook::depends;
    const Outlook decisive = of_truth(!all_needed);
    Outlook answer = opposite(decisive);
    for (const json::value& part : *array) {
        const Outlook one = outlook_of(part);
        if (one == decisive) return decisive;
        if (one == Outlook::depends) answer = Outlook::depends;
    }
    return answer;
}

Outlook of_term(const json::value& term, const Facts& facts) {
    if (!reads_event(term)) return of_truth(guard_holds("logic", term, facts));
    const auto inner = [&facts](const json::value& part) { return of_term(part, facts); };
    if (const auto* parts = member(term, "and")) return of_all(*parts, true, inner);
    if (const auto* parts = member(term, "or")) return of_all(*parts, false, inner);
    return Outlook::depends;
}

Outlook of_guard(std::string_view type, const json::value& params, const Facts& facts);

Outlook of_written(const json::value& guard, const Facts& facts) {
    static const json::value kNothing;
    if (const json::string* name = guard.if_string()) return of_guard(*name, kNothing, facts);
    const auto* type = member(guard, "type");
    if (type == nullptr || !type->is_string()) return Outlook::closed;
    const auto* params = member(guard, "params");
    return of_guard(type->get_string(), params != nullptr ? *params : kNothing, facts);
}

Outlook of_guard(std::string_view type, const json::value& params, const Facts& facts) {
    const auto inner = [&facts](const json::value& part) { return of_written(part, facts); };
    if (type == "logic") return of_term(params, facts);
    const bool is_and = type == "xstate.and";
    if (is_and || type == "xstate.or") {
        const auto* guards = member(params, "guards");
        return guards == nullptr ? Outlook::closed : of_all(*guards, is_and, inner);
    }
    if (type == "xstate.not") {
        const auto* guard = member(params, "guard");
        return guard == nullptr ? Outlook::closed : opposite(of_written(*guard, facts));
    }
    return of_truth(guard_holds(type, params, facts));
}

}  // namespace

Outlook outlook(
    const Definition& definition,
    const MachineState& state,
    const Transition& transition,
    const Environment& environment
) {
    if (!transition.guard) return Outlook::open;
    const Configuration active(definition.states.size(), state.active);
    const Event event{transition.descriptor, {}};
    bool exhausted = false;
    const Facts facts{definition, active, state.context, event, environment, exhausted};
    const Outlook found = of_guard(transition.guard->type, transition.guard->params, facts);
    return exhausted ? Outlook::closed : found;
}

}  // namespace clarion::core::statechart
