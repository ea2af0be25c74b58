// The reader's guards and actions: their shape, and the parameters of the built-in ones.
#include <algorithm>
#include <array>

#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/guards.hpp"
#include "engine/core/statechart/macrostep.hpp"
#include "engine/core/statechart/reading.hpp"
#include "engine/core/statechart/targets.hpp"

namespace clarion::core::statechart {

namespace {

// A name, or an object with a type and perhaps params.
Term read_term(
    Reading& reading, const json::value& written, std::string_view what, const std::string& pointer
) {
    Term term;
    if (written.is_string()) {
        term.type = written.get_string();
    } else if (written.is_object()) {
        const auto& object = written.get_object();
        refuse_unknown_keys(reading, object, {"type", "params"}, pointer);
        term.type = read_text(reading, object, "type", pointer);
        if (const auto* params = object.if_contains("params")) term.params = *params;
    }
    if (term.type.empty()) {
        reading.refuse(
            pointer, std::string(what) + " is a name or an object with a type, never a function"
        );
    }
    return term;
}

const json::value* param(const Term& term, std::string_view key) {
    const auto* params = term.params.if_object();
    return params == nullptr ? nullptr : params->if_contains(key);
}

void check_state_in(Reading& reading, const Term& guard, const std::string& pointer) {
    const auto* state = param(guard, "state");
    const bool known = state != nullptr && state->is_string() &&
                       find_by_reference(reading.definition, state->get_string()).has_value();
    if (!known)
        reading.refuse(
            below(pointer, "params"), "xstate.stateIn asks for {\"state\": \"#id\"} of a state here"
        );
}

void check_guard_list(Reading& reading, const Term& guard, const std::string& pointer, int depth) {
    const auto* guards = param(guard, "guards");
    const std::string at = below(below(pointer, "params"), "guards");
    if (guards == nullptr || !guards->is_array())
        return reading.refuse(at, guard.type + " needs a list of guards");
    for (std::size_t index = 0; index < guards->get_array().size(); ++index) {
        (void)read_guard(reading, guards->get_array()[index], below(at, index), depth + 1);
    }
}

void check_quorum(Reading& reading, const Term& guard, const std::string& pointer) {
    const std::string at = below(pointer, "params");
    const auto* params = guard.params.if_object();
    if (params == nullptr) return reading.refuse(at, "quorum needs \"answers\" and \"of\"");
    refuse_unknown_keys(
        reading, *params, {"answers", "of", "at_least", "field", "where", "within", "since"}, at
    );
    for (const std::string_view key : {"answers", "of"}) {
        if (read_text(reading, *params, key, at).empty()) {
            reading.refuse(below(at, key), "quorum needs the path of a list in the context here");
        }
    }
    (void)read_text(reading, *params, "field", at);
    (void)read_text(reading, *params, "within", at);
    (void)read_text(reading, *params, "since", at);
    if (const auto* where = params->if_contains("where")) {
        auto problems = check_expression(*where, below(at, "where"));
        std::move(problems.begin(), problems.end(), std::back_inserter(reading.problems));
    }
    const auto* at_least = params->if_contains("at_least");
    if (at_least != nullptr && (!at_least->is_int64() || at_least->get_int64() < 1)) {
        reading.refuse(below(at, "at_least"), "\"at_least\" is a whole number from 1");
    }
}

void check_guard(Reading& reading, const Term& guard, const std::string& pointer, int depth) {
    if (guard.type == "logic") {
        auto problems = check_expression(guard.params, below(pointer, "params"));
        std::move(problems.begin(), problems.end(), std::back_inserter(reading.problems));
    } else if (guard.type == "xstate.stateIn") {
        check_state_in(reading, guard, pointer);
    } else if (guard.type == "xstate.and" || guard.type == "xstate.or") {
        check_guard_list(reading, guard, pointer, depth);
    } else if (guard.type == "xstate.not") {
        const auto* inner = param(guard, "guard");
        const std::string at = below(below(pointer, "params"), "guard");
        if (inner == nullptr) return reading.refuse(at, "xstate.not needs a guard");
        (void)read_guard(reading, *inner, at, depth + 1);
    } else if (guard.type == "quorum") {
        check_quorum(reading, guard, pointer);
    } else {
        const bool known = guard.type == "yes" || guard.type == "no" || guard.type == "never";
        const bool may_be_named =
            reading.dialect == Dialect::published && !guard.type.starts_with("xstate.");
        const bool allowed = reading.dialect == Dialect::case_file ? known : may_be_named;
        if (!allowed) reading.refuse(pointer, "there is no guard \"" + guard.type + "\"");
    }
}

}  // namespace

Term read_guard(Reading& reading, const json::value& guard, const std::string& pointer, int depth) {
    if (depth > kTermDepthMax) {
        reading.refuse(pointer, "guards are nested too deeply");
        return {};
    }
    Term term = read_term(reading, guard, "a guard", pointer);
    if (!term.type.empty()) check_guard(reading, term, pointer, depth);
    return term;
}

std::vector<Term> read_actions(
    Reading& reading, const json::value& actions, const std::string& pointer, int depth
) {
    std::vector<Term> found;
    if (depth > kTermDepthMax) {
        reading.refuse(pointer, "actions are nested too deeply");
        return found;
    }
    const auto read_one = [&](const json::value& action, const std::string& at) {
        Term term = read_term(reading, action, "an action", at);
        if (!term.type.empty()) check_built_in_action(reading, term, at, depth);
        found.push_back(std::move(term));
    };
    if (!actions.is_array()) {
        read_one(actions, pointer);
        return found;
    }
    for (std::size_t index = 0; index < actions.get_array().size(); ++index) {
        read_one(actions.get_array()[index], below(pointer, index));
    }
    return found;
}

}  // namespace clarion::core::statechart
