// Guards, actions and delays that nobody knows.
#include <algorithm>

#include "engine/core/statechart/guards.hpp"
#include "engine/core/statechart/linting.hpp"
#include "engine/core/statechart/macrostep.hpp"

namespace clarion::core::statechart {

namespace {

class NameCheck {
public:
    NameCheck(const LintCatalogue& catalogue, Problems& problems)
        : catalogue_(catalogue), problems_(problems) {}

    void guard(std::string_view type, const json::value& params, const std::string& pointer) {
        if (!is_built_in_guard(type)) return unknown(pointer, "guard", type);
        const auto* object = params.if_object();
        if (object == nullptr) return;
        const auto* within = type == "quorum" ? object->if_contains("within") : nullptr;
        if (within != nullptr && within->is_string()) delay(within->get_string(), pointer);
        if (type == "xstate.not") written_guard(object->if_contains("guard"), pointer);
        const auto* guards = object->if_contains("guards");
        const bool is_list = (type == "xstate.and" || type == "xstate.or") && guards != nullptr;
        if (!is_list || !guards->is_array()) return;
        for (const auto& each : guards->get_array())
            written_guard(&each, pointer);
    }

    void action(std::string_view type, const json::value& params, const std::string& pointer) {
        if (!is_built_in_action(type)) {
            if (!catalogue_.effects.contains(std::string(type))) unknown(pointer, "action", type);
            return route(params, pointer);
        }
        const auto* object = params.if_object();
        if (object == nullptr) return;
        if (const auto* delay = object->if_contains("delay");
            delay != nullptr && delay->is_string()) {
            this->delay(delay->get_string(), pointer);
        }
        const auto* branches = type == "if" ? object->if_contains("branches") : nullptr;
        if (branches == nullptr || !branches->is_array()) return;
        for (const auto& branch : branches->get_array())
            written_branch(branch, pointer);
    }

    void delay(std::string_view name, const std::string& pointer) {
        const bool is_milliseconds = std::all_of(name.begin(), name.end(), [](char character) {
            return character >= '0' && character <= '9';
        });
        if (!is_milliseconds && !catalogue_.delays.contains(std::string(name)))
            unknown(pointer, "delay", name);
    }

private:
    // Where an effect leads, for those that lead to another workflow.
    void route(const json::value& params, const std::string& pointer) {
        const auto* object = params.if_object();
        const auto* name = object == nullptr ? nullptr : object->if_contains("route");
        if (name == nullptr) return;
        const bool is_known =
            name->is_string() && catalogue_.routes.contains(std::string(name->get_string()));
        if (!is_known) unknown(pointer, "route", json::serialize(*name));
    }

    void unknown(const std::string& pointer, std::string_view what, std::string_view name) {
        problems_.push_back(
            {pointer, "there is no " + std::string(what) + " \"" + std::string(name) + "\""}
        );
    }

    void written_guard(const json::value* guard, const std::string& pointer) {
        static const json::value kNothing;
        if (guard == nullptr) return;
        if (guard->is_string()) return this->guard(guard->get_string(), kNothing, pointer);
        if (!guard->is_object()) return;
        const auto* type = guard->get_object().if_contains("type");
        const auto* params = guard->get_object().if_contains("params");
        if (type == nullptr || !type->is_string()) return;
        this->guard(type->get_string(), params != nullptr ? *params : kNothing, pointer);
    }

    void written_branch(const json::value& branch, const std::string& pointer) {
        static const json::value kNothing;
        const auto* object = branch.if_object();
        const auto* actions = object == nullptr ? nullptr : object->if_contains("actions");
        if (actions == nullptr || !actions->is_array()) return;
        for (const auto& each : actions->get_array()) {
            if (each.is_string()) action(each.get_string(), kNothing, pointer);
            if (!each.is_object()) continue;
            const auto* type = each.get_object().if_contains("type");
            const auto* params = each.get_object().if_contains("params");
            if (type == nullptr || !type->is_string()) continue;
            action(type->get_string(), params != nullptr ? *params : kNothing, pointer);
        }
    }

    const LintCatalogue& catalogue_;
    Problems& problems_;
};

}  // namespace

void lint_names(const Definition& definition, const LintCatalogue& catalogue, Problems& problems) {
    NameCheck check(catalogue, problems);
    const auto check_all = [&](const std::vector<Term>& actions, const std::string& pointer) {
        for (const auto& action : actions)
            check.action(action.type, action.params, pointer);
    };
    for (const State& state : definition.states) {
        check_all(state.entry, state.pointer + "/entry");
        check_all(state.exit, state.pointer + "/exit");
        check_all(state.initial_actions, state.pointer + "/initial/actions");
    }
    for_each_transition(definition, [&](const State&, const Transition& transition) {
        if (transition.guard) {
            check.guard(
                transition.guard->type, transition.guard->params, transition.pointer + "/guard"
            );
        }
        check_all(transition.actions, transition.pointer + "/actions");
        if (transition.delay) check.delay(*transition.delay, transition.pointer);
    });
}

}  // namespace clarion::core::statechart
