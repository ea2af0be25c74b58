#include "engine/core/simulation/playbook.hpp"

#include <algorithm>

#include "engine/core/json_merge.hpp"

namespace clarion::core::simulation {

namespace {

using statechart::StateIndex;
using statechart::Transition;

}  // namespace

Playbook::Playbook(const Model& model, std::vector<Workflow> workflows, FormCheck check)
    : model_(model), workflows_(std::move(workflows)), check_(std::move(check)) {
    for (std::size_t index = 0; index < workflows_.size(); ++index) {
        auto& plays = by_action_.emplace_back();
        for (const auto& [name, rule] : process(index).actions)
            plays.emplace(name, play_of(index, rule));
    }
}

json::object Playbook::example(std::size_t workflow, const std::string& form) const {
    const auto* schema = workflows_[workflow].forms->if_contains(form);
    const auto* object = schema == nullptr ? nullptr : schema->if_object();
    const auto* examples = object == nullptr ? nullptr : object->if_contains("examples");
    const auto* list = examples == nullptr ? nullptr : examples->if_array();
    const auto* first = list == nullptr || list->empty() ? nullptr : list->front().if_object();
    return first == nullptr ? json::object() : *first;
}

Play Playbook::play_of(std::size_t workflow, const ActionRule& rule) const {
    static const ActionModel kUnknown{
        .weight = 1,
        .minutes = {10, 30},
        .waits = {0, 0},
        .once = false,
        .each_field = {},
        .forms = {FormVariant{}}};
    const auto known = model_.actions.find(rule.name);
    Play play;
    play.action = rule.name;
    play.rule = &rule;
    play.model = known == model_.actions.end() ? &kUnknown : &known->second;
    for (const FormVariant& variant : play.model->forms) {
        json::object form = example(workflow, rule.form);
        merge_patch(form, variant.patch);
        play.forms.push_back(std::move(form));
        play.weights.push_back(variant.weight);
    }
    return play;
}

const Play* Playbook::find_play(std::size_t workflow, std::string_view action) {
    const auto found = by_action_[workflow].find(action);
    return found == by_action_[workflow].end() ? nullptr : &found->second;
}

const std::vector<Play>& Playbook::plays(std::size_t workflow, StateIndex state) {
    const auto [found, is_new] = by_state_.try_emplace({workflow, state});
    if (is_new) found->second = find_plays(workflow, state);
    return found->second;
}

bool Playbook::comes_up_by_itself(const std::string& action) const {
    return std::any_of(
        model_.interruptions.begin(),
        model_.interruptions.end(),
        [&](const Interruption& interruption) { return interruption.action == action; }
    );
}

// The actions of the state and of what is around it that the model knows; else those that lead on.
std::vector<Play> Playbook::find_plays(std::size_t workflow, StateIndex state) {
    std::vector<Play> known;
    std::vector<Play> unknown;
    const auto& definition = process(workflow).definition;
    const auto add = [&](const Transition& transition) {
        const Play* play = find_play(workflow, transition.descriptor);
        if (play == nullptr || !process(workflow).transition_rules.contains(transition.order))
            return;
        const bool is_known = model_.actions.contains(play->action);
        auto& list = is_known ? known : unknown;
        const bool is_there = std::any_of(list.begin(), list.end(), [&](const Play& each) {
            return each.action == play->action;
        });
        if (is_there || (is_known && play->model->weight == 0)) return;
        if (!is_known && (!transition.has_target || comes_up_by_itself(play->action))) return;
        list.push_back(*play);
    };
    for (StateIndex index = state; index != 0; index = definition.at(index).parent) {
        for (const Transition& transition : definition.at(index).on)
            add(transition);
        if (known.empty() && !unknown.empty()) return unknown;
    }
    return known;
}

const Route& Playbook::route(std::size_t workflow) const {
    static const Route kUnknown{.weight = 1, .requests = {FormVariant{}}};
    auto known = model_.routes.find(process(workflow).id);
    if (known == model_.routes.end()) known = model_.routes.find(process(workflow).route);
    return known == model_.routes.end() ? kUnknown : known->second;
}

json::object Playbook::request(std::size_t workflow, std::size_t variant) const {
    const Route& asked = route(workflow);
    json::object form = example(workflow, process(workflow).opening.form);
    merge_patch(form, asked.requests[variant].patch);
    return form;
}

bool Playbook::is_filled_well(const Play& play, const json::object& form) const {
    return check_(play.rule->form, form).empty();
}

std::vector<statechart::Problem> Playbook::problems() {
    std::vector<statechart::Problem> all;
    const auto check = [&](const std::string& form,
                           const json::object& filled,
                           const std::string& at) {
        for (const FieldError& error : check_(form, filled)) {
            all.push_back({at, "form " + form + " refuses " + error.field + ": " + error.message});
        }
    };
    for (std::size_t workflow = 0; workflow < size(); ++workflow) {
        const Route& asked = route(workflow);
        for (std::size_t variant = 0; variant < asked.requests.size(); ++variant) {
            const std::string at =
                "/routes/" + process(workflow).id + "/requests/" + std::to_string(variant);
            check(process(workflow).opening.form, request(workflow, variant), at);
        }
        for (const auto& [name, play] : by_action_[workflow]) {
            for (std::size_t variant = 0; variant < play.forms.size(); ++variant) {
                // What the case or the task gives is put in when the time comes, and checked then.
                const bool is_open = !play.model->forms[variant].from_context.empty() ||
                                     !play.model->each_field.empty();
                if (is_open) continue;
                check(
                    play.rule->form,
                    play.forms[variant],
                    "/actions/" + name + "/forms/" + std::to_string(variant)
                );
            }
        }
    }
    return all;
}

}  // namespace clarion::core::simulation
