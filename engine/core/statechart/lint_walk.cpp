#include "engine/core/statechart/lint_walk.hpp"

#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

namespace {

const json::value kNothing;

const json::value* member(const json::value* value, std::string_view key) {
    const auto* object = value == nullptr ? nullptr : value->if_object();
    return object == nullptr ? nullptr : object->if_contains(key);
}

class Walk {
public:
    Walk(const Transition* transition, const VisitTerm& visit)
        : transition_(transition), visit_(visit) {}

    void guard(std::string_view type, const json::value& params, const std::string& pointer) const {
        visit_({transition_, type, params, pointer});
        const std::string at = pointer + "/params";
        if (type == "xstate.not") written_guard(member(&params, "guard"), at + "/guard");
        if (type != "xstate.and" && type != "xstate.or") return;
        each(member(&params, "guards"), at + "/guards", [this](const auto& one, const auto& place) {
            written_guard(&one, place);
        });
    }

    void action(std::string_view type, const json::value& params, const std::string& pointer)
        const {
        visit_({transition_, type, params, pointer});
        if (type != "if") return;
        const std::string list = pointer + "/params/branches";
        each(member(&params, "branches"), list, [this](const auto& branch, const auto& place) {
            const auto one_action = [this](const auto& one, const auto& at) {
                written_action(one, at);
            };
            each(member(&branch, "actions"), place + "/actions", one_action);
        });
    }

private:
    template <class Visit>
    static void each(const json::value* list, const std::string& pointer, const Visit& visit) {
        const auto* entries = list == nullptr ? nullptr : list->if_array();
        if (entries == nullptr) return;
        for (std::size_t index = 0; index < entries->size(); ++index)
            visit((*entries)[index], pointer + "/" + std::to_string(index));
    }

    void written_guard(const json::value* written, const std::string& pointer) const {
        if (written == nullptr) return;
        if (written->is_string()) return guard(written->get_string(), kNothing, pointer);
        const auto* type = member(written, "type");
        const auto* params = member(written, "params");
        if (type == nullptr || !type->is_string()) return;
        guard(type->get_string(), params != nullptr ? *params : kNothing, pointer);
    }

    void written_action(const json::value& written, const std::string& pointer) const {
        if (written.is_string()) return action(written.get_string(), kNothing, pointer);
        const auto* type = member(&written, "type");
        const auto* params = member(&written, "params");
        if (type == nullptr || !type->is_string()) return;
        action(type->get_string(), params != nullptr ? *params : kNothing, pointer);
    }

    const Transition* transition_;
    const VisitTerm& visit_;
};

}  // namespace

void for_each_guard(const Definition& definition, const VisitTerm& visit) {
    for_each_transition(definition, [&](const State&, const Transition& transition) {
        if (!transition.guard) return;
        const Term& guard = *transition.guard;
        Walk(&transition, visit).guard(guard.type, guard.params, transition.pointer + "/guard");
    });
}

void for_each_action(const Definition& definition, const VisitTerm& visit) {
    const auto walk = [&visit](
                          const Transition* transition,
                          const std::vector<Term>& actions,
                          const std::string& pointer
                      ) {
        const bool is_list = actions.size() != 1;
        for (std::size_t index = 0; index < actions.size(); ++index) {
            const std::string place = pointer + "/" + std::to_string(index);
            Walk(transition, visit)
                .action(actions[index].type, actions[index].params, is_list ? place : pointer);
        }
    };
    for (const State& state : definition.states) {
        walk(nullptr, state.entry, state.pointer + "/entry");
        walk(nullptr, state.exit, state.pointer + "/exit");
        walk(nullptr, state.initial_actions, state.pointer + "/initial/actions");
        for (const Transition& transition : state.history_default)
            walk(&transition, transition.actions, transition.pointer + "/actions");
    }
    for_each_transition(definition, [&](const State&, const Transition& transition) {
        walk(&transition, transition.actions, transition.pointer + "/actions");
    });
}

}  // namespace clarion::core::statechart
