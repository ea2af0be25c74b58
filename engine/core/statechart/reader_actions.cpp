// The reader's checks of the built-in actions' parameters.
#include <algorithm>
#include <cmath>

#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/macrostep.hpp"
#include "engine/core/statechart/reading.hpp"

namespace clarion::core::statechart {

namespace {

void check_term(Reading& reading, const json::value& term, const std::string& pointer) {
    auto problems = check_expression(term, pointer);
    std::move(problems.begin(), problems.end(), std::back_inserter(reading.problems));
}

bool is_delay(const Reading& reading, const json::value& delay) {
    if (delay.is_string())
        return reading.dialect == Dialect::published && !delay.get_string().empty();
    if (!delay.is_number()) return false;
    const auto milliseconds = delay.to_number<double>();
    const bool whole = std::trunc(milliseconds) == milliseconds;
    return milliseconds >= 0 && milliseconds <= static_cast<double>(kDelayMillisecondsMax) &&
           (whole || reading.dialect == Dialect::case_file);
}

void check_event(Reading& reading, const json::object& params, const std::string& at) {
    refuse_unknown_keys(reading, params, {"event", "delay", "id"}, at);
    const auto* event = params.if_contains("event");
    const json::value* type = event;
    if (event != nullptr && event->is_object()) type = event->get_object().if_contains("type");
    if (type == nullptr || !type->is_string() || type->get_string().empty()) {
        reading.refuse(below(at, "event"), "an event is a name or an object with a type");
    }
    const auto* delay = params.if_contains("delay");
    if (delay != nullptr && !is_delay(reading, *delay)) {
        reading.refuse(
            below(at, "delay"),
            "a delay is whole milliseconds, or in a workflow the name of a delay"
        );
    }
    (void)read_text(reading, params, "id", at);
}

void check_assign(Reading& reading, const json::object& params, const std::string& at) {
    for (const auto& term : params) {
        if (is_kept_name(reading, term.key())) {
            reading.refuse(
                below(at, term.key()),
                "no action can assign to event, actor, now, context or profile"
            );
        }
        check_term(reading, term.value(), below(at, term.key()));
    }
}

void check_branches(
    Reading& reading, const json::object& params, const std::string& at, int depth
) {
    refuse_unknown_keys(reading, params, {"branches"}, at);
    const auto* branches = params.if_contains("branches");
    const std::string list = below(at, "branches");
    if (branches == nullptr || !branches->is_array())
        return reading.refuse(list, "\"if\" needs a list of branches");
    for (std::size_t index = 0; index < branches->get_array().size(); ++index) {
        const auto* branch = branches->get_array()[index].if_object();
        const std::string here = below(list, index);
        if (branch == nullptr) {
            reading.refuse(here, "a branch is an object with \"logic\" and \"actions\"");
            continue;
        }
        refuse_unknown_keys(reading, *branch, {"logic", "actions"}, here);
        if (const auto* logic = branch->if_contains("logic"))
            check_term(reading, *logic, below(here, "logic"));
        const auto* actions = branch->if_contains("actions");
        if (actions == nullptr || !actions->is_array()) {
            reading.refuse(below(here, "actions"), "a branch needs a list of actions");
            continue;
        }
        (void)read_actions(reading, *actions, below(here, "actions"), depth + 1);
    }
}

bool is_path(std::string_view path) {
    return !path.empty() && path.front() != '.' && path.back() != '.' &&
           path.find("..") == std::string_view::npos;
}

void check_record(Reading& reading, const json::object& params, const std::string& at) {
    refuse_unknown_keys(reading, params, {"as", "append", "at_most", "fields"}, at);
    const std::string as = read_text(reading, params, "as", at);
    if (!is_path(as) || is_kept_name(reading, std::string_view(as).substr(0, as.find('.')))) {
        reading.refuse(below(at, "as"), "\"as\" is a path in the context, such as research.result");
    }
    const auto* append = params.if_contains("append");
    if (append != nullptr && !append->is_bool())
        reading.refuse(below(at, "append"), "\"append\" is true or false");
    const auto* at_most = params.if_contains("at_most");
    const bool is_bound = at_most != nullptr && at_most->is_int64() && at_most->get_int64() > 1;
    if (at_most != nullptr && (append == nullptr || !is_bound))
        reading.refuse(below(at, "at_most"), "\"at_most\" is a number above 1, beside \"append\"");
    const auto* fields = params.if_contains("fields");
    if (fields == nullptr) return;
    const bool names =
        fields->is_array() &&
        std::all_of(fields->get_array().begin(), fields->get_array().end(), [](const auto& field) {
            return field.is_string();
        });
    if (!names) reading.refuse(below(at, "fields"), "\"fields\" is a list of field names");
}

}  // namespace

void check_built_in_action(
    Reading& reading, const Term& action, const std::string& pointer, int depth
) {
    if (!is_built_in_action(action.type)) {
        if (action.type.starts_with("xstate.")) {
            reading.refuse(
                pointer,
                "\"" + action.type + "\" is not among XState's actions that a workflow can use"
            );
        }
        return;
    }
    const std::string at = below(pointer, "params");
    const auto* params = action.params.if_object();
    if (params == nullptr) return reading.refuse(at, "\"" + action.type + "\" needs params");
    if (action.type == "xstate.raise" || action.type == "xstate.sendSelf") {
        check_event(reading, *params, at);
    } else if (action.type == "xstate.assign") {
        check_assign(reading, *params, at);
    } else if (action.type == "xstate.cancel") {
        refuse_unknown_keys(reading, *params, {"sendId"}, at);
        if (read_text(reading, *params, "sendId", at).empty())
            reading.refuse(at, "xstate.cancel needs a sendId");
    } else if (action.type == "if") {
        check_branches(reading, *params, at, depth);
    } else {
        check_record(reading, *params, at);
    }
}

}  // namespace clarion::core::statechart
