// Guards, actions and delays that nobody knows.
#include <algorithm>

#include "engine/core/statechart/guards.hpp"
#include "engine/core/statechart/lint_walk.hpp"
#include "engine/core/statechart/linting.hpp"
#include "engine/core/statechart/macrostep.hpp"

namespace clarion::core::statechart {

namespace {

class NameCheck {
public:
    NameCheck(const LintCatalogue& catalogue, Problems& problems)
        : catalogue_(catalogue), problems_(problems) {}

    void guard(const WrittenTerm& guard) {
        if (!is_built_in_guard(guard.type)) return unknown(guard.pointer, "guard", guard.type);
        const auto* object = guard.type == "quorum" ? guard.params.if_object() : nullptr;
        const auto* within = object == nullptr ? nullptr : object->if_contains("within");
        if (within != nullptr && within->is_string()) delay(within->get_string(), guard.pointer);
    }

    void action(const WrittenTerm& action) {
        if (!is_built_in_action(action.type)) {
            if (!catalogue_.effects.contains(std::string(action.type)))
                unknown(action.pointer, "action", action.type);
            return route(action.params, action.pointer);
        }
        const auto* object = action.params.if_object();
        const auto* delay = object == nullptr ? nullptr : object->if_contains("delay");
        if (delay != nullptr && delay->is_string())
            this->delay(delay->get_string(), action.pointer);
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

    const LintCatalogue& catalogue_;
    Problems& problems_;
};

}  // namespace

void lint_names(const Definition& definition, const LintCatalogue& catalogue, Problems& problems) {
    NameCheck check(catalogue, problems);
    for_each_guard(definition, [&](const WrittenTerm& guard) { check.guard(guard); });
    for_each_action(definition, [&](const WrittenTerm& action) { check.action(action); });
    for_each_transition(definition, [&](const State&, const Transition& transition) {
        if (transition.delay) check.delay(*transition.delay, transition.pointer);
    });
}

}  // namespace clarion::core::statechart
