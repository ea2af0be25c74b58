// Transitions of one state: where they lead, when, what they do, and who may take them.
#include <algorithm>
#include <array>
#include <map>

#include "engine/core/statechart/words.hpp"
#include "engine/core/versions/differing.hpp"

namespace clarion::core {

namespace {

using statechart::Definition;
using statechart::State;
using statechart::Transition;
using List = std::vector<const Transition*>;

std::string targets_of(const Definition& definition, const Transition& transition) {
    if (transition.forbidden) return "nothing, and stops there";
    if (!transition.has_target) return "the same state";
    std::string ids;
    for (const auto target : transition.targets) {
        if (!ids.empty()) ids += ", ";
        ids += definition.at(target).id;
    }
    return transition.reenter ? ids + ", entered anew" : ids;
}

std::string condition_of(const Transition& transition) {
    return transition.guard ? statechart::guard_in_words(*transition.guard) : "always";
}

std::string actions_of(const Transition& transition) {
    std::string all;
    for (const auto& action : transition.actions) {
        all += (all.empty() ? "" : ", ") + action.type;
        if (!action.params.is_null()) all += " " + json::serialize(action.params);
    }
    return all.empty() ? "nothing" : all;
}

std::string trigger_of(const Transition& transition) {
    if (transition.delay) return "after " + *transition.delay;
    if (transition.descriptor.empty()) return "by itself";
    return transition.descriptor;
}

// By trigger, in document order: the first of them whose guard holds is taken.
std::map<std::string, List> by_trigger(const State& state) {
    std::map<std::string, List> all;
    for (const auto* list : {&state.on, &state.always, &state.after}) {
        for (const Transition& transition : *list)
            all[trigger_of(transition)].push_back(&transition);
    }
    return all;
}

class TransitionComparison {
public:
    TransitionComparison(
        const Definition& older, const Definition& newer, std::string state, Changes& changes
    )
        : older_(older), newer_(newer), state_(std::move(state)), changes_(changes) {}

    // Those that say the same pair first, then those with one target, then what is left, in order.
    void compare(const std::string& trigger, List was, List is) {
        pair_off(
            was,
            is,
            [&](const Transition& before, const Transition& after) {
                return targets_of(older_, before) == targets_of(newer_, after) &&
                       condition_of(before) == condition_of(after);
            },
            trigger
        );
        pair_off(
            was,
            is,
            [&](const Transition& before, const Transition& after) {
                return targets_of(older_, before) == targets_of(newer_, after);
            },
            trigger
        );
        pair_off(
            was, is, [](const Transition&, const Transition&) { return true; }, trigger
        );
        for (const auto* gone : was) {
            add(ChangeKind::removed,
                "transition",
                trigger,
                "no longer leads to " + targets_of(older_, *gone));
        }
        for (const auto* added : is) {
            add(ChangeKind::added, "transition", trigger, whole(*added));
        }
    }

    void compare_order(const std::string& trigger, const List& was, const List& is) {
        if (was.size() != is.size() || was.size() < 2) return;
        std::vector<std::string> before;
        std::vector<std::string> after;
        for (const auto* each : was)
            before.push_back(targets_of(older_, *each) + condition_of(*each));
        for (const auto* each : is)
            after.push_back(targets_of(newer_, *each) + condition_of(*each));
        if (before == after || !std::is_permutation(before.begin(), before.end(), after.begin()))
            return;
        add(ChangeKind::changed, "transition", trigger, "asks its conditions in another order");
    }

private:
    template <class Same>
    void pair_off(List& was, List& is, Same same, const std::string& trigger) {
        for (auto before = was.begin(); before != was.end();) {
            const auto after = std::find_if(is.begin(), is.end(), [&](const Transition* each) {
                return same(**before, *each);
            });
            if (after == is.end()) {
                ++before;
                continue;
            }
            one(trigger, **before, **after);
            is.erase(after);
            before = was.erase(before);
        }
    }

    void one(const std::string& trigger, const Transition& was, const Transition& is) {
        tell("transition", trigger, "leads to", targets_of(older_, was), targets_of(newer_, is));
        tell("guard", trigger, "asks for", condition_of(was), condition_of(is));
        tell("transition", trigger, "does", actions_of(was), actions_of(is));
        compare_meta(trigger, was.meta, is.meta);
    }

    void compare_meta(const std::string& trigger, const json::object& was, const json::object& is) {
        struct Key {
            std::string_view key, part, words;
        };
        constexpr std::array<Key, 8> kKeys{{
            {"roles", "people", "may be taken by"},
            {"differs_from", "people", "must be by somebody else than took"},
            {"fresh_sign_in", "people", "asks for a fresh sign-in:"},
            {"behind_glass", "people", "may be taken from behind a broken glass:"},
            {"only_last", "people", "counts only who took it last:"},
            {"form", "form", "fills the form"},
            {"title", "transition", "is called"},
            {"audit", "transition", "is logged as"},
        }};
        for (const auto& [key, part, words] : kKeys) {
            tell(part, trigger, words, said(value_at(was, key)), said(value_at(is, key)));
        }
    }

    std::string whole(const Transition& added) const {
        std::string words = "can now lead to " + targets_of(newer_, added);
        if (added.guard) words += " if " + condition_of(added);
        const auto& roles = value_at(added.meta, "roles");
        return roles.is_null() ? words : words + ", taken by " + said(roles);
    }

    void tell(
        std::string_view part,
        const std::string& trigger,
        std::string_view what,
        const std::string& was,
        const std::string& is
    ) {
        if (was == is) return;
        add(ChangeKind::changed, part, trigger, std::string(what) + " " + is + "; it was " + was);
    }

    void add(
        ChangeKind kind, std::string_view part, const std::string& trigger, const std::string& words
    ) {
        changes_.push_back(
            {kind,
             std::string(part),
             state_ + " " + trigger,
             "In " + state_ + ", " + trigger + " " + words}
        );
    }

    const Definition& older_;
    const Definition& newer_;
    std::string state_;
    Changes& changes_;
};

}  // namespace

void compare_transitions(
    const Definition& older,
    const Definition& newer,
    const State& before,
    const State& after,
    Changes& changes
) {
    TransitionComparison comparison(older, newer, after.id, changes);
    auto was = by_trigger(before);
    auto is = by_trigger(after);
    for (const auto& entry : was)
        is.try_emplace(entry.first);
    for (const auto& [trigger, list] : is) {
        comparison.compare_order(trigger, was[trigger], list);
        comparison.compare(trigger, was[trigger], list);
    }
}

}  // namespace clarion::core
