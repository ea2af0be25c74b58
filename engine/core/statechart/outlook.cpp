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
    // Such as a quorum of those whom the form names.
    if (reads_event(params)) return Outlook::depends;
    return of_truth(guard_holds(type, params, facts));
}

void add_term(const json::value& term, std::vector<Demand>& demands) {
    const auto* parts = member(term, "and");
    if (parts == nullptr || !parts->is_array()) {
        demands.push_back({term, true});
        return;
    }
    for (const json::value& part : parts->get_array())
        add_term(part, demands);
}

void add_guard(std::string_view type, const json::value& params, std::vector<Demand>& demands) {
    const auto* guards = member(params, "guards");
    if (type == "logic") return add_term(params, demands);
    if (type != "xstate.and" || guards == nullptr || !guards->is_array()) {
        demands.push_back({json::object{{"type", type}, {"params", params}}, false});
        return;
    }
    for (const json::value& guard : guards->get_array()) {
        const auto* inner = member(guard, "type");
        const auto* its = member(guard, "params");
        if (inner == nullptr || !inner->is_string()) {
            demands.push_back({guard, false});
        } else {
            add_guard(inner->get_string(), its != nullptr ? *its : json::value(), demands);
        }
    }
}

bool holds(const Demand& demand, const Facts& facts) {
    if (demand.is_logic) return guard_holds("logic", demand.term, facts);
    if (const json::string* name = demand.term.if_string()) return guard_holds(*name, {}, facts);
    const auto* type = member(demand.term, "type");
    const auto* params = member(demand.term, "params");
    return type != nullptr && type->is_string() && params != nullptr &&
           guard_holds(type->get_string(), *params, facts);
}

}  // namespace

std::vector<Demand> demands_of(const Transition& transition) {
    std::vector<Demand> demands;
    if (transition.guard) add_guard(transition.guard->type, transition.guard->params, demands);
    return demands;
}

std::vector<json::value> unmet_demands(
    const Definition& definition,
    const MachineState& state,
    const Transition& transition,
    const Environment& environment,
    const Event* event
) {
    const Configuration active(definition.states.size(), state.active);
    const Event unsaid{transition.descriptor, {}};
    bool exhausted = false;
    const Event& heard = event != nullptr ? *event : unsaid;
    const Facts facts{definition, active, state.context, heard, environment, exhausted};
    std::vector<json::value> unmet;
    for (Demand& demand : demands_of(transition)) {
        const Outlook outlook =
            demand.is_logic ? of_term(demand.term, facts) : of_written(demand.term, facts);
        const bool is_met = event != nullptr ? holds(demand, facts) : outlook != Outlook::closed;
        if (!is_met) unmet.push_back(std::move(demand.term));
    }
    return unmet;
}

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
