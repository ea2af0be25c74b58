#include "engine/core/statechart/selection.hpp"

#include <algorithm>

#include "engine/core/statechart/entry_exit.hpp"

namespace clarion::core::statechart {

namespace {

const Transition* first_enabled(const State& state, const Facts& facts) {
    for (const std::uint32_t candidate : state.candidates) {
        const Transition& transition = candidate_of(state, candidate);
        if (!descriptor_takes(transition.descriptor, facts.event.type)) continue;
        if (passes(transition, facts)) return &transition;
    }
    return nullptr;
}

// True when this state or one below it takes the event.
bool select_in(const State& state, const Facts& facts, Transitions& selected) {
    bool taken_below = false;
    for (const StateIndex child : state.children) {
        if (!facts.active.has(child)) continue;
        taken_below = select_in(facts.definition.at(child), facts, selected) || taken_below;
    }
    if (taken_below) return true;
    const Transition* transition = first_enabled(state, facts);
    if (transition == nullptr) return false;
    selected.push_back(transition);
    return true;
}

const Transition* first_eventless(const State& leaf, const Facts& facts) {
    for (const State* state = &leaf;; state = &facts.definition.at(state->parent)) {
        for (const auto& transition : state->always) {
            if (passes(transition, facts)) return &transition;
        }
        if (state->index == 0) return nullptr;
    }
}

// Whether two transitions leave a state in common: their domains are the same or one holds the
// other, and the inner one has something active below it, which every state with children has.
bool leave_in_common(
    const Transition& left,
    const Transition& right,
    const Definition& definition,
    const History& history
) {
    if (!left.has_target || !right.has_target) return false;
    const auto first = domain_of(left, definition, history);
    const auto second = domain_of(right, definition, history);
    if (!first && !second) return true;
    if (!first || !second) return !definition.at(first ? *first : *second).children.empty();
    const bool nested = *first == *second || definition.is_descendant(*first, *second) ||
                        definition.is_descendant(*second, *first);
    return nested && !definition.at(std::max(*first, *second)).children.empty();
}

bool offer_in(
    const State& state,
    const Definition& definition,
    const Configuration& active,
    std::string_view event_type,
    Transitions& offers
) {
    bool surely_taken_below = false;
    for (const StateIndex child : state.children) {
        if (!active.has(child)) continue;
        const State& inner = definition.at(child);
        surely_taken_below =
            offer_in(inner, definition, active, event_type, offers) || surely_taken_below;
    }
    if (surely_taken_below) return true;
    for (const std::uint32_t candidate : state.candidates) {
        const Transition& transition = candidate_of(state, candidate);
        if (!descriptor_takes(transition.descriptor, event_type)) continue;
        if (transition.descriptor == event_type && !transition.forbidden)
            offers.push_back(&transition);
        if (!transition.guard) return true;
    }
    return false;
}

}  // namespace

bool descriptor_takes(std::string_view descriptor, std::string_view event_type) {
    if (descriptor == event_type || descriptor == "*") return true;
    if (!descriptor.ends_with(".*")) return false;
    const auto prefix = descriptor.substr(0, descriptor.size() - 2);
    // A star further in matches nothing, as in XState.
    if (prefix == "*" || prefix.starts_with("*.") || prefix.ends_with(".*")) return false;
    if (prefix.find(".*.") != std::string_view::npos) return false;
    if (!event_type.starts_with(prefix)) return false;
    return event_type.size() == prefix.size() || event_type[prefix.size()] == '.';
}

Transitions enabled_by_event(const Facts& facts) {
    Transitions selected;
    select_in(facts.definition.root(), facts, selected);
    return selected;
}

Transitions enabled_without_event(const Facts& facts) {
    Transitions selected;
    for (const State& state : facts.definition.states) {
        if (!is_leaf(state) || !facts.active.has(state.index)) continue;
        const Transition* transition = first_eventless(state, facts);
        if (transition == nullptr) continue;
        const bool known =
            std::find(selected.begin(), selected.end(), transition) != selected.end();
        if (!known) selected.push_back(transition);
    }
    return selected;
}

void remove_conflicts(Transitions& enabled, const Definition& definition, const History& history) {
    if (enabled.size() < 2) return;
    Transitions kept;
    for (const Transition* candidate : enabled) {
        Transitions replaced;
        bool preempted = false;
        for (const Transition* earlier : kept) {
            if (!leave_in_common(*candidate, *earlier, definition, history)) continue;
            if (!definition.is_descendant(candidate->source, earlier->source)) {
                preempted = true;
                break;
            }
            replaced.push_back(earlier);
        }
        if (preempted) continue;
        std::erase_if(kept, [&](const Transition* each) {
            return std::find(replaced.begin(), replaced.end(), each) != replaced.end();
        });
        kept.push_back(candidate);
    }
    enabled = std::move(kept);
}

Transitions offered_for(
    const Definition& definition, const Configuration& active, std::string_view event_type
) {
    Transitions offers;
    offer_in(definition.root(), definition, active, event_type, offers);
    return offers;
}

}  // namespace clarion::core::statechart
