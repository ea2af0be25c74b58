#include "engine/core/statechart/entry_exit.hpp"

#include <algorithm>

namespace clarion::core::statechart {

namespace {

using Targets = std::vector<StateIndex>;

// Where a history state leads that has nothing recorded: its own target, or its parent's default.
Targets history_default(const State& history_state, const Definition& definition) {
    if (!history_state.history_default.empty())
        return history_state.history_default.front().targets;
    const State& parent = definition.at(history_state.parent);
    return parent.kind == StateKind::parallel ? Targets{parent.index} : parent.initial;
}

void add_effective(
    const Targets& targets, const Definition& definition, const History& history, Targets& found
) {
    const auto add = [&](StateIndex index) {
        if (std::find(found.begin(), found.end(), index) == found.end()) found.push_back(index);
    };
    for (const StateIndex target : targets) {
        const State& state = definition.at(target);
        if (!is_history(state)) {
            add(target);
            continue;
        }
        const auto recorded = history.find(target);
        if (recorded == history.end()) {
            add_effective(history_default(state, definition), definition, history, found);
        } else {
            for (const StateIndex index : recorded->second)
                add(index);
        }
    }
}

Targets effective_targets(
    const Transition& transition, const Definition& definition, const History& history
) {
    Targets found;
    add_effective(transition.targets, definition, history, found);
    return found;
}

// The nearest proper ancestor of the first that holds all others properly inside.
std::optional<StateIndex> common_ancestor(
    const Targets& targets, StateIndex source, const Definition& definition
) {
    for (StateIndex inner = targets.front(); inner != 0;) {
        inner = definition.at(inner).parent;
        const auto is_inside = [&](StateIndex index) {
            return definition.is_descendant(index, inner);
        };
        if (is_inside(source) && std::all_of(targets.begin() + 1, targets.end(), is_inside))
            return inner;
    }
    return std::nullopt;
}

std::optional<StateIndex> domain_of_targets(
    const Transition& transition, const Targets& targets, const Definition& definition
) {
    const StateIndex source = transition.source;
    const bool stays_inside = std::all_of(targets.begin(), targets.end(), [&](StateIndex target) {
        return target == source || definition.is_descendant(target, source);
    });
    if (!transition.reenter && stays_inside) return source;
    if (const auto ancestor = common_ancestor(targets, source, definition)) return ancestor;
    if (transition.reenter) return std::nullopt;
    return 0;
}

// Grows one entry set, transition by transition.
class EntryBuilder {
public:
    EntryBuilder(const Definition& definition, const History& history)
        : definition_(definition), history_(history), set_(definition.states.size()) {}

    void add(const Transition& transition) {
        const Targets effective = effective_targets(transition, definition_, history_);
        const auto domain = domain_of_targets(transition, effective, definition_);
        for (const StateIndex target : transition.targets) {
            const State& state = definition_.at(target);
            const bool stays =
                transition.source == target && domain == target && !transition.reenter;
            if (!is_history(state) && !stays) enter_by_default(target);
            add_descendants(state);
        }
        const bool root_reentered = transition.source == 0 && transition.reenter;
        for (const StateIndex target : effective)
            add_ancestors_below(target, domain, root_reentered);
    }

    [[nodiscard]] EntrySet take() { return std::move(set_); }

private:
    void enter_by_default(StateIndex index) {
        set_.enter.insert(index);
        set_.by_default.insert(index);
    }

    void add_descendants(const State& state) {
        if (is_history(state)) {
            add_remembered(state);
        } else if (state.kind == StateKind::compound) {
            for (const StateIndex first : state.initial) {
                if (!is_history(definition_.at(first))) enter_by_default(first);
                add_descendants(definition_.at(first));
            }
            for (const StateIndex first : state.initial)
                add_ancestors_up_to(first, state.index);
        } else if (state.kind == StateKind::parallel) {
            add_regions(state, true);
        }
    }

    void add_remembered(const State& history_state) {
        const auto recorded = history_.find(history_state.index);
        const bool is_recorded = recorded != history_.end();
        const Targets targets =
            is_recorded ? recorded->second : history_default(history_state, definition_);
        const State& parent = definition_.at(history_state.parent);
        const bool by_initial = !is_recorded && history_state.history_default.empty() &&
                                parent.kind == StateKind::compound;
        for (const StateIndex target : targets) {
            set_.enter.insert(target);
            if (is_recorded) set_.remembered.insert(target);
            if (by_initial) set_.by_default.insert(parent.index);
            add_descendants(definition_.at(target));
        }
        for (const StateIndex target : targets)
            add_ancestors_up_to(target, parent.index);
    }

    void add_regions(const State& parallel, bool run_initial_actions) {
        for (const StateIndex child : parallel.children) {
            const State& region = definition_.at(child);
            if (is_history(region) || set_.enter.has_descendant_of(region)) continue;
            set_.enter.insert(child);
            if (run_initial_actions) set_.by_default.insert(child);
            add_descendants(region);
        }
    }

    void add_ancestor(StateIndex ancestor, bool is_entered) {
        if (is_entered) set_.enter.insert(ancestor);
        const State& state = definition_.at(ancestor);
        if (state.kind == StateKind::parallel) add_regions(state, false);
    }

    // Proper ancestors of `inner`, up to but without `end`.
    void add_ancestors_up_to(StateIndex inner, StateIndex end) {
        if (inner == end) return;
        for (StateIndex index = inner; index != 0;) {
            index = definition_.at(index).parent;
            if (index == end) return;
            add_ancestor(index, true);
        }
    }

    // Proper ancestors of `inner` below the domain, and the domain itself when it is parallel: that
    // one is entered only when the root as a whole is entered again.
    void add_ancestors_below(
        StateIndex inner, std::optional<StateIndex> domain, bool root_reentered
    ) {
        const StateIndex end = domain.value_or(0);
        for (StateIndex index = inner; index != 0 && index != end;) {
            index = definition_.at(index).parent;
            if (index != end || !domain) add_ancestor(index, true);
        }
        if (domain && definition_.at(end).kind == StateKind::parallel)
            add_ancestor(end, root_reentered);
    }

    const Definition& definition_;
    const History& history_;
    EntrySet set_;
};

}  // namespace

std::optional<StateIndex> domain_of(
    const Transition& transition, const Definition& definition, const History& history
) {
    return domain_of_targets(
        transition, effective_targets(transition, definition, history), definition
    );
}

Configuration exit_set(
    std::span<const Transition* const> transitions,
    const Definition& definition,
    const Configuration& active,
    const History& history
) {
    Configuration leaving(definition.states.size());
    for (const Transition* transition : transitions) {
        if (!transition->has_target) continue;
        const auto domain = domain_of(*transition, definition, history);
        const StateIndex first = domain ? *domain + 1 : 0;
        const StateIndex last = definition.at(domain.value_or(0)).last_descendant;
        for (StateIndex index = first; index <= last; ++index) {
            if (active.has(index)) leaving.insert(index);
        }
    }
    return leaving;
}

EntrySet entry_set(
    std::span<const Transition* const> transitions,
    const Definition& definition,
    const History& history
) {
    EntryBuilder builder(definition, history);
    for (const Transition* transition : transitions) {
        if (transition->has_target) builder.add(*transition);
    }
    return builder.take();
}

bool is_in_final_state(
    const State& state, const Definition& definition, const Configuration& active
) {
    const auto child_is_final = [&](StateIndex child) {
        return definition.at(child).kind == StateKind::final && active.has(child);
    };
    const auto region_is_final = [&](StateIndex child) {
        const State& region = definition.at(child);
        return is_history(region) || is_in_final_state(region, definition, active);
    };
    switch (state.kind) {
        case StateKind::compound:
            return std::any_of(state.children.begin(), state.children.end(), child_is_final);
        case StateKind::parallel:
            return std::all_of(state.children.begin(), state.children.end(), region_is_final);
        case StateKind::final:
            return true;
        case StateKind::atomic:
        case StateKind::shallow_history:
        case StateKind::deep_history:
            return false;
    }
    return false;
}

bool fits_together(const Definition& definition, const Configuration& active) {
    if (!active.has(0)) return false;
    for (const State& state : definition.states) {
        if (!active.has(state.index)) continue;
        if (!active.has(state.parent)) return false;
        const auto present =
            std::count_if(state.children.begin(), state.children.end(), [&](StateIndex child) {
                return active.has(child);
            });
        const auto regions =
            static_cast<std::ptrdiff_t>(state.children.size() - state.history_children.size());
        if (state.kind == StateKind::compound && present != 1) return false;
        if (state.kind == StateKind::parallel && present != regions) return false;
    }
    return true;
}

}  // namespace clarion::core::statechart
