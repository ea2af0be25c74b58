// What all transitions of one action share, who takes it, and who reads what was filled in.
#include <algorithm>
#include <map>
#include <set>

#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

namespace {

bool same_under(const json::object& left, const json::object& right, std::string_view key) {
    const auto* mine = left.if_contains(key);
    const auto* theirs = right.if_contains(key);
    if (mine == nullptr || theirs == nullptr) return mine == theirs;
    return *mine == *theirs;
}

void check_alike(const Transition& first, const Transition& other, Problems& problems) {
    for (const std::string_view key : {"form", "title", "audit"}) {
        if (same_under(first.meta, other.meta, key)) continue;
        problems.push_back(
            {other.pointer,
             "every transition of \"" + other.descriptor + "\" has the same \"" + std::string(key) +
                 "\"; the first one is at " + first.pointer}
        );
    }
}

// Somewhere in it `{"var": "event..."}`, or a `record`, which keeps what was filled in.
bool reads_form(const json::value& written) {
    if (const auto* list = written.if_array())
        return std::any_of(list->begin(), list->end(), reads_form);
    const auto* object = written.if_object();
    if (object == nullptr) return false;
    return std::any_of(object->begin(), object->end(), [](const auto& part) {
        const auto* text = part.value().if_string();
        if (text == nullptr) return reads_form(part.value());
        return (part.key() == "var" && text->starts_with("event.")) ||
               (part.key() == "type" && *text == "record");
    });
}

bool reads_form(const Term& term) {
    return term.type == "record" || reads_form(term.params);
}

bool reads_form(const Transition& transition) {
    return (transition.guard && reads_form(*transition.guard)) ||
           std::any_of(
               transition.actions.begin(),
               transition.actions.end(),
               [](const Term& action) { return reads_form(action); }
           );
}

// People take an action that asks them for a form or for a second person; so some role must.
void check_takers(const Transition& transition, Problems& problems) {
    const auto* roles = transition.meta.if_contains("roles");
    const bool has_none = roles == nullptr || (roles->is_array() && roles->get_array().empty());
    const bool is_for_people = roles != nullptr || transition.meta.contains("form") ||
                               transition.meta.contains("differs_from") ||
                               transition.meta.contains("fresh_sign_in");
    if (has_none && is_for_people) {
        problems.push_back(
            {transition.pointer + "/meta", "no role can take \"" + transition.descriptor + "\""}
        );
    }
}

// What forms ask of those who fill them in, such as that it is not the one who filled in the one
// before. Regions that only listen to an action name no roles.
class Needs {
public:
    Needs(const LintCatalogue& catalogue, Problems& problems)
        : catalogue_(catalogue), problems_(problems) {}

    void look(const Transition& transition) {
        const auto* name = transition.meta.if_contains("form");
        if (name == nullptr || !name->is_string() || !transition.meta.contains("roles")) return;
        const auto form = catalogue_.forms.find(std::string(name->get_string()));
        if (form == catalogue_.forms.end()) return;
        for (const std::string& key : form->second.needs)
            if (!transition.meta.contains(key)) complain(transition, key);
        for (const std::string& key : form->second.needs_once) {
            const Need need{transition.descriptor, key};
            if (transition.meta.contains(key)) {
                met_.insert(need);
            } else {
                unmet_.try_emplace(need, &transition);
            }
        }
    }

    void finish() {
        for (const auto& [need, transition] : unmet_)
            if (!met_.contains(need)) complain(*transition, need.second);
    }

private:
    using Need = std::pair<std::string, std::string>;  // of an action: a key of its meta

    void complain(const Transition& transition, const std::string& key) {
        problems_.push_back(
            {transition.pointer + "/meta", "its form may not be filled in without \"" + key + "\""}
        );
    }

    const LintCatalogue& catalogue_;
    Problems& problems_;
    std::set<Need> met_;
    std::map<Need, const Transition*> unmet_;
};

}  // namespace

void lint_actions(
    const Definition& definition, const LintCatalogue& catalogue, Problems& problems
) {
    Needs needs(catalogue, problems);
    std::map<std::string, const Transition*, std::less<>> first_of;
    std::set<std::string, std::less<>> read;  // actions whose form something reads
    for_each_transition(definition, [&](const State& state, const Transition& transition) {
        if (state.index == 0 && transition.has_target) {
            problems.push_back(
                {transition.pointer,
                 "a transition of the whole machine cannot have a target: it would enter every "
                 "region anew"}
            );
        }
        if (!is_action_name(transition.descriptor) || transition.forbidden) return;
        const auto [known, is_first] = first_of.emplace(transition.descriptor, &transition);
        if (!is_first) check_alike(*known->second, transition, problems);
        check_takers(transition, problems);
        needs.look(transition);
        if (reads_form(transition)) read.insert(transition.descriptor);
    });
    needs.finish();
    for (const auto& [action, transition] : first_of) {
        if (!transition->meta.contains("form") || read.contains(action)) continue;
        problems.push_back(
            {transition->pointer + "/meta/form",
             "nobody reads this form: no guard asks for its answers and no \"record\" keeps them"}
        );
    }
}

}  // namespace clarion::core::statechart
