#include "engine/core/cases/process.hpp"

#include <algorithm>
#include <array>
#include <functional>
#include <utility>

#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/domain_keys.hpp"
#include "engine/core/cases/forecast.hpp"
#include "engine/core/cases/reminders.hpp"
#include "engine/core/cases/stops.hpp"
#include "engine/core/statechart/reader.hpp"
#include "engine/core/statistics/plan.hpp"

namespace clarion::core {

namespace {

using statechart::Definition;
using statechart::State;
using statechart::Transition;

const std::string kDefinitionPointer = "/definition";
// Types of events that no person and no system sends by name.
constexpr std::array<std::string_view, 4> kReservedEvents{
    kRequestReceived, kTimerFired, kCaseLinked, kCaseMigrated};

bool is_exact_name(std::string_view descriptor) {
    return !descriptor.empty() && !descriptor.starts_with("xstate.") &&
           descriptor.find('*') == std::string_view::npos;
}

bool is_alike(const ActionRule& one, const ActionRule& other) {
    return one.title == other.title && one.form == other.form && one.audit == other.audit &&
           one.papers == other.papers && one.shows == other.shows &&
           one.only_last == other.only_last;
}

void for_each_transition(
    const Definition& definition, const std::function<void(const Transition&)>& visit
) {
    for (const State& state : definition.states) {
        for (const Transition& transition : state.on)
            visit(transition);
        for (const Transition& transition : state.always)
            visit(transition);
        for (const Transition& transition : state.after)
            visit(transition);
    }
}

class Compiler {
public:
    Compiler(const json::object& bundle, Process& process, Problems& problems)
        : bundle_(bundle), process_(process), problems_(problems) {}

    void compile() {
        read_surroundings();
        if (!read_the_definition()) return;
        read_states();
        read_the_opening();
        read_the_refusals();
        process_.usual_stages =
            read_forecast(process_, process_.profile, "/profile/forecast", problems_);
        for_each_transition(process_.definition, [&](const Transition& transition) {
            read_transition(transition);
        });
        check_names();
    }

private:
    const json::value& part(std::string_view key) {
        static const json::value nothing;
        if (const json::value* found = bundle_.if_contains(key)) return *found;
        complain("/" + std::string(key), "the bundle lacks " + std::string(key));
        return nothing;
    }

    void complain(std::string pointer, std::string reason) {
        problems_.push_back({.pointer = std::move(pointer), .reason = std::move(reason)});
    }

    std::string text_of(std::string_view key) {
        const json::value& value = part(key);
        if (const json::string* text = value.if_string()) return std::string(*text);
        if (!value.is_null()) complain("/" + std::string(key), "must be text");
        return {};
    }

    void read_surroundings() {
        process_.id = text_of("id");
        const std::size_t dot = process_.id.rfind('.');
        process_.route = process_.id.substr(dot == std::string::npos ? 0 : dot + 1);
        if (dot != std::string::npos) process_.scheme = process_.id.substr(0, dot);
        process_.version = text_of("version");
        const json::value* title = bundle_.if_contains("title");
        if (title != nullptr && title->is_string()) process_.title = title->get_string();
        if (const json::object* profile = part("profile").if_object()) {
            process_.profile = *profile;
            const json::value* limits = profile->if_contains("limits");
            if (limits != nullptr) {
                process_.limits = read_limits(*limits, "/profile/limits", problems_);
            } else {
                complain("/profile", "a profile needs limits");
            }
            read_reminders(*profile);
            check_stops(*profile, "/profile", problems_);
            if (const json::value* counted = profile->if_contains("statistics"))
                static_cast<void>(statistics::read_plan(*counted, "/profile/statistics", problems_)
                );
        } else {
            complain("/profile", "must be an object");
        }
        const json::value* catalogue = bundle_.if_contains("catalogue");
        if (catalogue != nullptr && catalogue->is_object()) {
            process_.catalogue = catalogue->get_object();
        }
        process_.calendar = read_calendar(part("calendar"), "/calendar", problems_);
    }

    void read_reminders(const json::object& profile) {
        process_.ladders = read_ladders(profile, "/profile/reminders", problems_);
        for (const auto& [name, steps] : process_.ladders) {
            for (const std::string& step : steps) {
                if (process_.limits.contains(step)) continue;
                complain("/profile/reminders/" + name, "the profile has no limit " + step);
            }
        }
    }

    bool read_the_definition() {
        auto read = statechart::read_definition(part("definition"), statechart::Dialect::published);
        if (!read) {
            for (const statechart::Problem& problem : read.error()) {
                complain(kDefinitionPointer + problem.pointer, problem.reason);
            }
            return false;
        }
        process_.definition = std::move(read).value();
        return true;
    }

    void read_states() {
        for (const State& state : process_.definition.states) {
            const std::string pointer = kDefinitionPointer + state.pointer + "/meta";
            process_.state_rules.push_back(read_state_rule(state.meta, pointer, problems_));
            const StateRule& rule = process_.state_rules.back();
            if (!rule.task_due.empty() && !process_.limits.contains(rule.task_due)) {
                complain(pointer + "/task/due", "the profile has no limit " + rule.task_due);
            }
        }
    }

    void read_the_opening() {
        if (process_.title.empty()) process_.title = process_.state_rules.front().title;
        if (process_.title.empty()) process_.title = process_.id;
        const std::string pointer = kDefinitionPointer + "/meta/opening";
        const auto& meta = process_.definition.root().meta;
        process_.opening = read_opening(meta, kDefinitionPointer + "/meta", problems_);
        const Opening& opening = process_.opening;
        if (!opening.merge_within.empty() && !process_.limits.contains(opening.merge_within)) {
            complain(pointer + "/merge/within", "the profile has no limit " + opening.merge_within);
        }
        const json::object* forms = part("forms").if_object();
        const bool is_there = forms != nullptr && forms->contains(opening.form);
        if (!opening.roles.empty() && !is_there) {
            complain(pointer + "/form", "the bundle has no form " + opening.form);
        }
    }

    void read_the_refusals() {
        const auto& meta = process_.definition.root().meta;
        process_.rule_words = read_rule_words(meta, kDefinitionPointer + "/meta", problems_);
    }

    void read_transition(const Transition& transition) {
        const std::string pointer = kDefinitionPointer + transition.pointer;
        check_delay(transition, pointer);
        const std::string meta = pointer + "/meta";
        TransitionRule rule = read_transition_rule(transition.meta, meta, problems_);
        if (rule.roles.empty()) {
            if (!rule.differs_from.empty() || rule.fresh_sign_in) {
                complain(meta, "differs_from and fresh_sign_in ask for roles: no person can act");
            }
            return;
        }
        if (!is_exact_name(transition.descriptor)) {
            complain(pointer, "only an event with a name of its own can have roles");
            return;
        }
        gather_action(transition, rule, meta);
        process_.transition_rules.emplace(transition.order, std::move(rule));
    }

    void check_delay(const Transition& transition, const std::string& pointer) {
        if (!transition.delay) return;
        const std::string& delay = *transition.delay;
        const bool digits = !delay.empty() && std::all_of(delay.begin(), delay.end(), [](char c) {
            return c >= '0' && c <= '9';
        });
        if (!digits && !process_.limits.contains(delay)) {
            complain(pointer, "the profile has no limit " + delay);
        }
        const json::value* ladder = transition.meta.if_contains("reminders");
        if (ladder == nullptr) return;
        const bool is_known = ladder->is_string() &&
                              process_.ladders.contains(std::string_view(ladder->get_string()));
        if (!is_known) complain(pointer + "/meta/reminders", "the profile has no such reminders");
    }

    void gather_action(
        const Transition& transition, const TransitionRule& rule, const std::string& meta
    ) {
        const std::string& name = transition.descriptor;
        ActionRule read = read_action_rule(name, transition.meta, meta, problems_);
        read.order = transition.order;
        const auto [found, is_new] = process_.actions.try_emplace(name, read);
        ActionRule& action = found->second;
        action.order = std::min(action.order, transition.order);
        action.roles.insert(rule.roles.begin(), rule.roles.end());
        if (is_new) {
            if (std::find(kReservedEvents.begin(), kReservedEvents.end(), name) !=
                kReservedEvents.end()) {
                complain(meta, name + " is a name of the engine's own");
            }
            check_form(action, meta);
        } else if (!is_alike(action, read)) {
            complain(
                meta,
                "all transitions of " + name +
                    " need one title, form, audit kind, papers, shows and only_last"
            );
        }
    }

    void check_form(const ActionRule& action, const std::string& meta) {
        const json::object* forms = part("forms").if_object();
        if (action.form.empty()) {
            complain(meta + "/form", action.name + " names no form");
        } else if (forms == nullptr || !forms->contains(action.form)) {
            complain(meta + "/form", "the bundle has no form " + action.form);
        }
    }

    void check_names() {
        for_each_transition(process_.definition, [&](const Transition& transition) {
            const auto rule = process_.transition_rules.find(transition.order);
            if (rule == process_.transition_rules.end()) return;
            for (const std::string& other : rule->second.differs_from) {
                if (process_.actions.contains(other)) continue;
                complain(
                    kDefinitionPointer + transition.pointer + "/meta/differs_from",
                    "no action is called " + other
                );
            }
        });
        check_sent(part("definition"), kDefinitionPointer);
    }

    // What a workflow sends itself must not be an action of people: it would pass by their rules.
    void check_sent(const json::value& value, const std::string& pointer) {
        if (const json::array* array = value.if_array()) {
            std::size_t index = 0;
            for (const json::value& entry : *array) {
                check_sent(entry, pointer + "/" + std::to_string(index++));
            }
            return;
        }
        const json::object* object = value.if_object();
        if (object == nullptr) return;
        const json::value* type = object->if_contains("type");
        if (type != nullptr && (*type == "xstate.raise" || *type == "xstate.sendSelf")) {
            check_sender(*object, pointer);
        }
        for (const auto& [key, child] : *object) {
            check_sent(child, pointer + "/" + std::string(key));
        }
    }

    void check_sender(const json::object& sender, const std::string& pointer) {
        const json::value* params = sender.if_contains("params");
        const json::object* object = params == nullptr ? nullptr : params->if_object();
        if (object == nullptr) return;
        const json::value* event = object->if_contains("event");
        if (event != nullptr && event->is_object()) event = event->get_object().if_contains("type");
        if (event != nullptr && event->is_string()) {
            const std::string name(event->get_string());
            if (process_.actions.contains(name)) {
                complain(pointer, name + " is an action of people: send an event of another name");
            }
        }
        const json::value* delay = object->if_contains("delay");
        if (delay != nullptr && delay->is_string()) {
            const std::string name(delay->get_string());
            if (!process_.limits.contains(name)) {
                complain(pointer + "/params/delay", "the profile has no limit " + name);
            }
        }
    }

    const json::object& bundle_;
    Process& process_;
    Problems& problems_;
};

}  // namespace

Result<Process, std::vector<statechart::Problem>> compile_process(
    const json::object& bundle, BundleHash hash, const Zone& zone
) {
    Process process;
    process.hash = std::move(hash);
    process.zone = &zone;
    Problems problems;
    Compiler(bundle, process, problems).compile();
    if (!problems.empty()) return failure(std::move(problems));
    return process;
}

}  // namespace clarion::core
