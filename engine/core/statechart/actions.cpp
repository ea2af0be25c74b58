// The built-in actions. Everything else is an effect for the host.
#include <algorithm>
#include <array>
#include <charconv>

#include "engine/core/statechart/macrostep.hpp"
#include "engine/core/statechart/timers.hpp"

namespace clarion::core::statechart {

namespace {

constexpr int kBranchDepthMax = 32;

std::string_view text_of(const json::object& params, std::string_view key) {
    const auto* value = params.if_contains(key);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : "";
}

Event event_in(const json::object& params) {
    const auto* written = params.if_contains("event");
    if (written == nullptr) return {};
    if (const auto* name = written->if_string()) return {.type = std::string(*name), .data = {}};
    Event event;
    if (const auto* object = written->if_object()) {
        event.type = text_of(*object, "type");
        for (const auto& field : *object) {
            if (field.key() != "type") event.data.emplace(field.key(), field.value());
        }
    }
    return event;
}

}  // namespace

bool is_built_in_action(std::string_view type) {
    static constexpr std::array<std::string_view, 6> kNames{
        "xstate.raise", "xstate.sendSelf", "xstate.assign", "xstate.cancel", "if", "record"};
    return std::find(kNames.begin(), kNames.end(), type) != kNames.end();
}

void Macrostep::run_actions(std::span<const Term> actions) {
    for (const auto& action : actions) {
        if (fault_) return;
        run_action(action.type, action.params);
    }
}

// The actions of an `if` branch, which stay as they were written.
void Macrostep::run_written_actions(const json::array& actions) {
    static const json::value kNothing;
    for (const auto& action : actions) {
        if (fault_) return;
        if (const auto* name = action.if_string()) {
            run_action(*name, kNothing);
        } else if (const auto* object = action.if_object()) {
            const auto* params = object->if_contains("params");
            run_action(text_of(*object, "type"), params != nullptr ? *params : kNothing);
        }
    }
}

void Macrostep::run_action(std::string_view type, const json::value& params) {
    if (is_built_in_action(type) && params.is_object()) {
        run_built_in(type, params.get_object());
    } else {
        step_.actions.push_back({.name = std::string(type), .params = params});
    }
}

void Macrostep::run_built_in(std::string_view type, const json::object& params) {
    if (type == "xstate.raise") {
        run_event_action(params, false);
    } else if (type == "xstate.sendSelf") {
        run_event_action(params, true);
    } else if (type == "xstate.assign") {
        run_assign(params);
    } else if (type == "xstate.cancel") {
        cancel(step_.after, text_of(params, "sendId"));
    } else if (type == "record") {
        record_event(step_.after.context, params, event_, environment_);
        changed_ = true;
    } else {
        run_branches(params);
    }
}

void Macrostep::run_event_action(const json::object& params, bool external) {
    Event event = event_in(params);
    const auto* delay = params.if_contains("delay");
    if (delay == nullptr || delay->is_null()) {
        (external ? external_ : internal_).events.push_back(std::move(event));
        return;
    }
    arm(step_.after,
        text_of(params, "id"),
        std::move(event),
        due_after(*delay, environment_.now),
        external);
}

// All terms see the context as it was before the first of them is stored.
void Macrostep::run_assign(const json::object& params) {
    std::vector<json::value> answers;
    answers.reserve(params.size());
    const Scope scope = facts().scope();
    for (const auto& term : params) {
        auto answer = evaluate(term.value(), scope);
        if (!answer) return fail("an expression needs more work than allowed");
        answers.push_back(std::move(*answer));
    }
    std::size_t next = 0;
    for (const auto& term : params)
        step_.after.context.set(term.key(), std::move(answers[next++]));
    changed_ = true;
}

// The first branch whose condition holds; one without a condition always does.
void Macrostep::run_branches(const json::object& params) {
    if (action_depth_ >= kBranchDepthMax) return fail("`if` is nested too deeply");
    const auto* branches = params.if_contains("branches");
    if (branches == nullptr || !branches->is_array()) return;
    for (const auto& branch : branches->get_array()) {
        const auto* object = branch.if_object();
        if (object == nullptr) continue;
        if (const auto* logic = object->if_contains("logic")) {
            const auto answer = holds(*logic, facts().scope());
            if (!answer) return fail("an expression needs more work than allowed");
            if (!*answer) continue;
        }
        const auto* actions = object->if_contains("actions");
        ++action_depth_;
        if (actions != nullptr && actions->is_array()) run_written_actions(actions->get_array());
        --action_depth_;
        return;
    }
}

void Macrostep::arm_after(const State& state, Instant from) {
    const std::string* armed = nullptr;
    for (const auto& transition : state.after) {
        if (armed != nullptr && *armed == transition.descriptor)
            continue;  // one timer for each delay
        armed = &transition.descriptor;
        const Instant due = due_after(json::value(*transition.delay), from);
        arm(step_.after,
            transition.descriptor,
            {.type = transition.descriptor, .data = {}},
            due,
            false);
    }
}

// Milliseconds, as a number or as digits, or the name of a delay that the host knows.
Instant Macrostep::due_after(const json::value& delay, Instant from) const {
    if (delay.is_number()) {
        const auto milliseconds = static_cast<std::int64_t>(delay.to_number<double>());
        return from + std::chrono::milliseconds(milliseconds);
    }
    const std::string_view text = delay.is_string() ? std::string_view(delay.get_string()) : "";
    std::int64_t milliseconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), milliseconds);
    const bool is_digits = error == std::errc() && end == text.data() + text.size();
    if (is_digits) return from + std::chrono::milliseconds(milliseconds);
    if (!environment_.due_of) return from;
    return environment_.due_of(text, step_.after.context, from);
}

}  // namespace clarion::core::statechart
