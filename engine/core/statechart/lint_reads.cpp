// What terms read and nobody ever writes. A name that is not there is null for good, and the rule
// that asks for it is lost without a word: so each name of the context, the profile and a form is
// looked up.
#include <algorithm>
#include <array>

#include "engine/core/statechart/context.hpp"
#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/lint_walk.hpp"
#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

namespace {

constexpr std::array<std::string_view, 3> kActorFields{"person", "agency", "roles"};
// Inside these the second argument looks into an element, not into the case.
constexpr std::array<std::string_view, 6> kOverElements{
    "filter", "map", "all", "some", "none", "reduce"};

template <class List>
bool is_one_of(const List& list, std::string_view name) {
    return std::find(list.begin(), list.end(), name) != list.end();
}

std::string_view first_of(std::string_view path) {
    return path.substr(0, path.find('.'));
}

std::string_view rest_of(std::string_view path) {
    const auto dot = path.find('.');
    return dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
}

// The path itself, or the way into something that the form does not describe further.
bool is_field(const LintForm& form, std::string_view path) {
    if (form.fields.empty() || form.fields.contains(std::string(path))) return true;
    const auto dot = path.rfind('.');
    if (dot == std::string_view::npos) return false;
    const std::string above(path.substr(0, dot));
    const auto below = form.fields.lower_bound(above + ".");
    const bool is_described = below != form.fields.end() && below->starts_with(above + ".");
    return !is_described && is_field(form, above);
}

class ReadCheck {
public:
    ReadCheck(const Definition& definition, const LintCatalogue& catalogue, Problems& problems)
        : catalogue_(catalogue), written_(names_written_by(definition)), problems_(problems) {}

    void guard(const WrittenTerm& guard) {
        form_ = form_of(guard.transition);
        const std::string at = guard.pointer + "/params";
        if (guard.type == "logic") term(guard.params, at);
        if (guard.type != "quorum") return;
        for (const char* key : {"answers", "of", "since"})
            path_under(guard.params, key, at);
    }

    void action(const WrittenTerm& action) {
        form_ = form_of(action.transition);
        const std::string at = action.pointer + "/params";
        const auto* params = action.params.if_object();
        if (params == nullptr) return;
        if (action.type == "xstate.assign") {
            for (const auto& [name, value] : *params)
                term(value, at + "/" + std::string(name));
        } else if (action.type == "if") {
            branches(*params, at);
        } else if (catalogue_.effects.contains(std::string(action.type))) {
            effect(*params, at);
        }
    }

    void meta(const json::object& meta, const Transition* transition, const std::string& at) {
        form_ = form_of(transition);
        if (const auto* recipient = meta.if_contains("recipient"))
            term(*recipient, at + "/recipient");
        if (const auto* shows = meta.if_contains("shows")) paths(*shows, at + "/shows");
        if (const auto* task = meta.if_contains("task")) path_under(*task, "each", at + "/task");
        const auto* contact = meta.if_contains("safe_contact");
        if (contact == nullptr || !contact->is_object() || form_ == nullptr) return;
        for (const auto& [key, field] : contact->get_object()) {
            if (!field.is_string() || is_field(*form_, field.get_string())) continue;
            refuse(at + "/safe_contact/" + std::string(key), "the form has no such field");
        }
    }

private:
    [[nodiscard]] const LintForm* form_of(const Transition* transition) const {
        const auto* name = transition == nullptr ? nullptr : transition->meta.if_contains("form");
        if (name == nullptr || !name->is_string()) return nullptr;
        const auto found = catalogue_.forms.find(std::string(name->get_string()));
        return found == catalogue_.forms.end() ? nullptr : &found->second;
    }

    void branches(const json::object& params, const std::string& at) {
        const auto* found = params.if_contains("branches");
        const auto* list = found == nullptr ? nullptr : found->if_array();
        if (list == nullptr) return;
        for (std::size_t index = 0; index < list->size(); ++index) {
            const auto* branch = (*list)[index].if_object();
            const auto* logic = branch == nullptr ? nullptr : branch->if_contains("logic");
            if (logic != nullptr)
                term(*logic, at + "/branches/" + std::to_string(index) + "/logic");
        }
    }

    void effect(const json::object& params, const std::string& at) {
        path_under(params, "each", at);
        path_under(params, "at", at);
        if (const auto* carried = params.if_contains("carry")) paths(*carried, at + "/carry");
        const auto* rules = params.if_contains("form");
        const auto* list = rules == nullptr ? nullptr : rules->if_array();
        if (list == nullptr) return;
        for (std::size_t index = 0; index < list->size(); ++index) {
            const auto* rule = (*list)[index].if_object();
            const auto* from = rule == nullptr ? nullptr : rule->if_contains("from");
            const std::string place = at + "/form/" + std::to_string(index) + "/from";
            if (from != nullptr) paths(*from, place);
        }
    }

    void path_under(const json::value& params, const char* key, const std::string& at) {
        const auto* object = params.if_object();
        const auto* found = object == nullptr ? nullptr : object->if_contains(key);
        if (found != nullptr && found->is_string())
            path(found->get_string(), at + "/" + key, false);
    }

    void paths(const json::value& list, const std::string& at) {
        const auto* array = list.if_array();
        if (array == nullptr) return;
        for (std::size_t index = 0; index < array->size(); ++index) {
            const auto* text = (*array)[index].if_string();
            if (text != nullptr) path(*text, at + "/" + std::to_string(index), false);
        }
    }

    void term(const json::value& written, const std::string& at) {
        if (const auto* list = written.if_array()) {
            for (std::size_t index = 0; index < list->size(); ++index)
                term((*list)[index], at + "/" + std::to_string(index));
        }
        const auto* object = written.if_object();
        if (object == nullptr) return;
        for (const auto& [name, arguments] : *object)
            operation(name, arguments, at + "/" + std::string(name));
    }

    void operation(std::string_view name, const json::value& arguments, const std::string& at) {
        const auto* list = arguments.if_array();
        if (name == "var") {
            const json::value* first =
                list == nullptr ? &arguments : (list->empty() ? nullptr : &list->front());
            if (first != nullptr) variable(*first, list != nullptr && list->size() > 1, at);
            if (list != nullptr && list->size() > 1) term((*list)[1], at + "/1");
        } else if (name == "missing") {
            paths(arguments, at);
        } else if (is_one_of(kOverElements, name) && list != nullptr && !list->empty()) {
            term(list->front(), at + "/0");
            // What a fold begins with stands outside it.
            if (name == "reduce" && list->size() > 2) term((*list)[2], at + "/2");
        } else {
            term(arguments, at);
        }
    }

    // A path put together of parts is looked up as far as its first part is written.
    void variable(const json::value& name, bool has_default, const std::string& at) {
        if (const auto* text = name.if_string()) return path(*text, at, has_default);
        const auto* object = name.if_object();
        const auto* parts = object == nullptr ? nullptr : object->if_contains("cat");
        const auto* list = parts == nullptr ? nullptr : parts->if_array();
        term(name, at);
        if (list == nullptr || list->empty() || !list->front().is_string()) return;
        std::string_view start = list->front().get_string();
        if (start.ends_with('.')) path(start.substr(0, start.size() - 1), at, false);
    }

    void path(std::string_view path, const std::string& at, bool has_default) {
        if (path.starts_with("context.")) path = rest_of(path);
        const auto first = first_of(path);
        const auto rest = rest_of(path);
        if (path.empty() || first == "now" || first == "context") return;
        if (first == "actor") {
            if (!rest.empty() && !is_one_of(kActorFields, first_of(rest)))
                refuse(at, "nothing is known of an actor's \"" + std::string(rest) + '"');
        } else if (first == "event") {
            if (form_ != nullptr && !rest.empty() && rest != "type" && !is_field(*form_, rest))
                refuse(at, "its form has no field \"" + std::string(rest) + '"');
        } else if (first == kProfileName) {
            profile(rest, at, has_default);
        } else {
            context(std::string(first), rest, at);
        }
    }

    // What the case was opened with is described by the form of that name, if there is one.
    void context(const std::string& name, std::string_view rest, const std::string& at) {
        const bool is_given = catalogue_.given.contains(name);
        if (!is_given && !written_.contains(name))
            return refuse(at, "nothing ever writes \"" + name + "\" into the case");
        const auto form = catalogue_.forms.find(name);
        if (!is_given || rest.empty() || form == catalogue_.forms.end()) return;
        if (!is_field(form->second, rest))
            refuse(at, "the form \"" + name + "\" has no field \"" + std::string(rest) + '"');
    }

    void profile(std::string_view path, const std::string& at, bool has_default) {
        if (catalogue_.profile.empty() || path.empty() || has_default) return;
        const json::value* found = catalogue_.profile.if_contains(first_of(path));
        for (auto rest = rest_of(path); found != nullptr && !rest.empty(); rest = rest_of(rest)) {
            if (!found->is_object()) return;  // a list: how long it is, nobody knows here
            found = found->get_object().if_contains(first_of(rest));
        }
        if (found == nullptr) refuse(at, "the profile has no \"" + std::string(path) + '"');
    }

    void refuse(std::string pointer, std::string reason) {
        problems_.push_back({std::move(pointer), std::move(reason)});
    }

    const LintCatalogue& catalogue_;
    std::set<std::string> written_;
    const LintForm* form_ = nullptr;  // of the transition at hand
    Problems& problems_;
};

}  // namespace

std::set<std::string> names_written_by(const Definition& definition) {
    std::set<std::string> names;
    for (const auto& member : definition.context)
        names.emplace(member.key());
    for_each_action(definition, [&names](const WrittenTerm& action) {
        const auto* params = action.params.if_object();
        if (params == nullptr) return;
        if (action.type == "xstate.assign") {
            for (const auto& member : *params)
                names.emplace(first_of(member.key()));
        }
        const auto* as = action.type == "record" ? params->if_contains("as") : nullptr;
        if (as != nullptr && as->is_string()) names.emplace(first_of(as->get_string()));
    });
    return names;
}

void lint_reads(const Definition& definition, const LintCatalogue& catalogue, Problems& problems) {
    ReadCheck check(definition, catalogue, problems);
    for_each_guard(definition, [&](const WrittenTerm& guard) { check.guard(guard); });
    for_each_action(definition, [&](const WrittenTerm& action) { check.action(action); });
    for (const State& state : definition.states)
        check.meta(state.meta, nullptr, state.pointer + "/meta");
    for_each_transition(definition, [&](const State&, const Transition& transition) {
        check.meta(transition.meta, &transition, transition.pointer + "/meta");
    });
}

}  // namespace clarion::core::statechart
