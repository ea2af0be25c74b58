// The domain keys in `meta`: only known ones, and only names that exist. A misspelt key would be a
// rule lost.
#include <algorithm>
#include <array>
#include <map>
#include <span>

#include "engine/core/statechart/linting.hpp"
#include "engine/core/statechart/outlook.hpp"

namespace clarion::core::statechart {

namespace {

constexpr std::array<std::string_view, 9> kStateKeys{
    "title", "task", "sla", "queue", "lists", "priority", "round", "terminal", "rests"};
constexpr std::array<std::string_view, 11> kRootKeys{
    "title",
    "task",
    "sla",
    "queue",
    "lists",
    "priority",
    "round",
    "terminal",
    "rests",
    "opening",
    "refusals"};
constexpr std::array<std::string_view, 5> kTaskKeys{"title", "roles", "priority", "due", "each"};
constexpr std::array<std::string_view, 4> kOpeningKeys{"title", "form", "roles", "merge"};
constexpr std::size_t kLanguageBytesMax = 3;
constexpr std::array<std::string_view, 3> kSafeContactKeys{"on", "time", "unless"};
constexpr std::array<std::string_view, 5> kContactKeys{"on", "time", "unless", "way", "ways"};
constexpr std::array<std::string_view, 13> kTransitionKeys{
    "title",
    "roles",
    "form",
    "differs_from",
    "fresh_sign_in",
    "behind_glass",
    "only_last",
    "audit",
    "papers",
    "recipient",
    "reminders",
    "safe_contact",
    "shows"};
constexpr std::array<std::string_view, 6> kAuditKinds{
    "collection", "alteration", "consultation", "disclosure", "combination", "erasure"};

bool is_one_of(std::span<const std::string_view> names, std::string_view name) {
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_list_of_texts(const json::value& value) {
    const auto* list = value.if_array();
    return list != nullptr && !list->empty() &&
           std::all_of(list->begin(), list->end(), [](const auto& one) { return one.is_string(); });
}

std::set<std::string> action_names(const Definition& definition) {
    std::set<std::string> names;
    for (const State& state : definition.states) {
        for (const auto& transition : state.on) {
            if (is_action_name(transition.descriptor)) names.insert(transition.descriptor);
        }
    }
    return names;
}

std::vector<std::string> languages_of(const json::object& profile) {
    std::vector<std::string> languages;
    const auto* list = profile.if_contains("languages");
    if (list == nullptr || !list->is_array()) return languages;
    for (const json::value& language : list->get_array()) {
        if (language.is_string()) languages.emplace_back(language.get_string());
    }
    return languages;
}

std::vector<json::value> demands_in(const Definition& definition) {
    std::vector<json::value> demands;
    for_each_transition(definition, [&](const State&, const Transition& transition) {
        for (Demand& demand : demands_of(transition))
            demands.push_back(std::move(demand.term));
    });
    return demands;
}

// The transitions by which a state itself tells that a limit passed. A timer on a state around it
// would not count from entering it, and would be silent once it has spoken.
std::vector<const Transition*> watchers_of(const State& state, std::string_view limit) {
    std::vector<const Transition*> watchers;
    for (const Transition& transition : state.after) {
        if (transition.delay == limit) watchers.push_back(&transition);
    }
    return watchers;
}

class MetaCheck {
public:
    MetaCheck(const Definition& definition, const LintCatalogue& catalogue, Problems& problems)
        : catalogue_(catalogue),
          actions_(action_names(definition)),
          languages_(languages_of(catalogue.profile)),
          demands_(demands_in(definition)),
          problems_(problems) {}

    void state(const State& state) {
        const std::string at = state.pointer + "/meta";
        if (state.index == 0) {
            keys(state.meta, kRootKeys, at);
            opening(state.meta, at + "/opening");
            refusals(state.meta, at + "/refusals");
        } else {
            keys(state.meta, kStateKeys, at);
        }
        limit(state.meta, "sla", at);
        static_cast<void>(watched(state, state.meta, "sla", at));
        const auto* task = state.meta.if_contains("task");
        if (task == nullptr || !task->is_object()) return;
        keys(task->get_object(), kTaskKeys, at + "/task");
        names(task->get_object(), "roles", catalogue_.roles, "role", at + "/task");
        limit(task->get_object(), "due", at + "/task");
        repeated(watched(state, task->get_object(), "due", at + "/task"));
    }

    void transition(const Transition& transition) {
        const std::string at = transition.pointer + "/meta";
        keys(transition.meta, kTransitionKeys, at);
        names(transition.meta, "roles", catalogue_.roles, "role", at);
        names(transition.meta, "differs_from", actions_, "action", at);
        one(transition.meta, "form", catalogue_.forms, "form", at);
        const auto* audit = transition.meta.if_contains("audit");
        const bool is_kind =
            audit != nullptr && audit->is_string() && is_one_of(kAuditKinds, audit->get_string());
        if (audit != nullptr && !is_kind)
            refuse(at + "/audit", "\"audit\" is none of the six kinds");
        one(transition.meta, "reminders", catalogue_.ladders, "ladder of reminders", at);
        if (transition.meta.contains("reminders") && !tells_only(transition)) {
            refuse(at + "/reminders", "only an `after` that goes nowhere can be told again");
        }
        for (const char* key : {"fresh_sign_in", "behind_glass", "only_last"}) {
            const auto* flag = transition.meta.if_contains(key);
            if (flag != nullptr && !flag->is_bool())
                refuse(at + "/" + key, '"' + std::string(key) + "\" is true or false");
        }
        safe_contact(transition, at);
        recipient(transition, at);
    }

    // The law wants to know of every disclosure to whom it was made.
    void disclosures() {
        for (const auto& [action, at] : untold_)
            refuse(at + "/recipient", "no transition of " + action + " says whom it tells");
    }

private:
    void safe_contact(const Transition& transition, const std::string& at) {
        const auto* fields = transition.meta.if_contains("safe_contact");
        if (fields == nullptr) return;
        const auto is_text = [&](std::string_view key) {
            const auto* field = fields->as_object().if_contains(key);
            return field != nullptr && field->is_string();
        };
        const bool is_good = fields->is_object() &&
                             std::all_of(kSafeContactKeys.begin(), kSafeContactKeys.end(), is_text);
        if (!is_good)
            return refuse(
                at + "/safe_contact", "names the fields `on`, `time` and `unless` of the form"
            );
        const json::object& named = fields->get_object();
        keys(named, kContactKeys, at + "/safe_contact");
        const auto* ways = named.if_contains("ways");
        const bool has_ways = ways != nullptr && is_list_of_texts(*ways);
        if (is_text("way") != has_ways || (ways != nullptr && !has_ways))
            refuse(at + "/safe_contact", "`way`, a field, and `ways`, a list, go together");
    }

    void recipient(const Transition& transition, const std::string& at) {
        const json::object& meta = transition.meta;
        const auto* audit = meta.if_contains("audit");
        const bool discloses = audit != nullptr && *audit == "disclosure";
        const bool tells = meta.contains("recipient");
        if (tells && !discloses) refuse(at + "/recipient", "only a disclosure has a \"recipient\"");
        if (!discloses || !meta.contains("roles")) return;
        if (tells) {
            told_.insert(transition.descriptor);
            untold_.erase(transition.descriptor);
        } else if (!told_.contains(transition.descriptor)) {
            untold_.emplace(transition.descriptor, at);
        }
    }

    void refuse(std::string pointer, std::string reason) {
        problems_.push_back({std::move(pointer), std::move(reason)});
    }

    void keys(
        const json::object& meta, std::span<const std::string_view> known, const std::string& at
    ) {
        for (const auto& member : meta) {
            const std::string key(member.key());
            if (is_one_of(known, key) || catalogue_.meta_keys.contains(key)) continue;
            refuse(at + '/' + key, "\"" + key + "\" is not a known key here");
        }
    }

    template <class Names>
    void known(
        const json::value& name, const Names& names, std::string_view what, const std::string& at
    ) {
        if (name.is_string() && names.contains(std::string(name.get_string()))) return;
        refuse(at, "there is no " + std::string(what) + " " + json::serialize(name));
    }

    template <class Names>
    void one(
        const json::object& meta,
        std::string_view key,
        const Names& all,
        std::string_view what,
        const std::string& at
    ) {
        const auto* name = meta.if_contains(key);
        if (name != nullptr) known(*name, all, what, at + '/' + std::string(key));
    }

    void names(
        const json::object& meta,
        std::string_view key,
        const std::set<std::string>& all,
        std::string_view what,
        const std::string& at
    ) {
        const auto* list = meta.if_contains(key);
        if (list == nullptr) return;
        const std::string place = at + '/' + std::string(key);
        if (!list->is_array()) return refuse(place, "\"" + std::string(key) + "\" is a list");
        for (const auto& name : list->get_array())
            known(name, all, what, place);
    }

    // How people open a case by hand.
    void opening(const json::object& meta, const std::string& at) {
        const auto* written = meta.if_contains("opening");
        if (written == nullptr) return;
        if (!written->is_object()) return refuse(at, "\"opening\" is an object");
        const json::object& opening = written->get_object();
        keys(opening, kOpeningKeys, at);
        names(opening, "roles", catalogue_.roles, "role", at);
        one(opening, "form", catalogue_.forms, "form", at);
        const auto* merge = opening.if_contains("merge");
        if (merge != nullptr && merge->is_object()) limit(merge->get_object(), "within", at);
    }

    // A sentence for a part that no guard asks for would never be said.
    void refusals(const json::object& meta, const std::string& at) {
        const auto* list = meta.if_contains("refusals");
        if (list == nullptr || !list->is_array()) return;
        for (std::size_t index = 0; index < list->get_array().size(); ++index) {
            const std::string place = at + '/' + std::to_string(index);
            const auto* written = list->get_array()[index].if_object();
            if (written == nullptr) continue;
            const auto* unless = written->if_contains("unless");
            const bool is_asked =
                unless != nullptr &&
                std::find(demands_.begin(), demands_.end(), *unless) != demands_.end();
            if (!is_asked) refuse(place + "/unless", "is no part of any guard");
            for (const auto& member : *written) {
                const bool is_code = member.key().size() <= kLanguageBytesMax;
                if (!is_code && member.key() != "unless")
                    refuse(place + '/' + std::string(member.key()), "is no language");
            }
            for (const std::string& language : languages_) {
                if (written->contains(language)) continue;
                refuse(
                    place + '/' + language, "the profile's language " + language + " is missing"
                );
            }
        }
    }

    void limit(const json::object& meta, std::string_view key, const std::string& at) {
        one(meta, key, catalogue_.delays, "limit", at);
    }

    static bool tells_only(const Transition& transition) {
        return transition.delay && !transition.has_target;
    }

    // Late is loud.
    std::vector<const Transition*> watched(
        const State& state, const json::object& meta, std::string_view key, const std::string& at
    ) {
        const auto* limit = meta.if_contains(key);
        if (limit == nullptr || !limit->is_string()) return {};
        const std::string name(limit->get_string());
        auto watchers = watchers_of(state, name);
        if (watchers.empty()) {
            refuse(
                at + '/' + std::string(key),
                "nobody is told when \"" + name + "\" passes: no `after` of this state counts it"
            );
        }
        return watchers;
    }

    // And stays loud until somebody does the task.
    void repeated(const std::vector<const Transition*>& watchers) {
        for (const Transition* watcher : watchers) {
            if (watcher->has_target || watcher->meta.contains("reminders")) continue;
            refuse(
                watcher->pointer + "/meta",
                "told once and then forgotten: name the \"reminders\" of the profile"
            );
        }
    }

    const LintCatalogue& catalogue_;
    std::set<std::string> actions_;
    std::vector<std::string> languages_;
    std::vector<json::value> demands_;           // of all guards
    std::set<std::string> told_;                 // disclosures that say to whom
    std::map<std::string, std::string> untold_;  // those that do not yet, with the place
    Problems& problems_;
};

}  // namespace

void lint_meta(const Definition& definition, const LintCatalogue& catalogue, Problems& problems) {
    MetaCheck check(definition, catalogue, problems);
    for (const State& state : definition.states)
        check.state(state);
    for_each_transition(definition, [&](const State&, const Transition& transition) {
        check.transition(transition);
    });
    check.disclosures();
}

}  // namespace clarion::core::statechart
