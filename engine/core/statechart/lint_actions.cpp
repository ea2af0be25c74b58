// What all transitions of one action share, and where a transition may start.
#include <map>

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

}  // namespace

void lint_actions(const Definition& definition, Problems& problems) {
    std::map<std::string, const Transition*, std::less<>> first_of;
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
    });
}

}  // namespace clarion::core::statechart
