// The reader's second pass: what states do, once every state is known.
#include <algorithm>
#include <charconv>

#include "engine/core/ascii.hpp"
#include "engine/core/statechart/configuration.hpp"
#include "engine/core/statechart/reading.hpp"
#include "engine/core/statechart/targets.hpp"

namespace clarion::core::statechart {

namespace {

// Two targets at once must lie in different regions of one parallel state.
bool fit_together(const Definition& definition, StateIndex left, StateIndex right) {
    if (left == right || definition.is_descendant(left, right) ||
        definition.is_descendant(right, left)) {
        return false;
    }
    StateIndex common = left;
    while (!definition.is_descendant(right, common))
        common = definition.at(common).parent;
    return definition.at(common).kind == StateKind::parallel;
}

std::vector<StateIndex> read_targets(
    Reading& reading, StateIndex source, const json::value& target, const std::string& pointer
) {
    std::vector<StateIndex> found;
    const auto read_one = [&](const json::value& one, const std::string& at) {
        if (!one.is_string() || one.get_string().empty()) {
            return reading.refuse(
                at, "a target is \"#id\", \".child\", a sibling's key, or a list of those"
            );
        }
        const std::string text(one.get_string());
        const auto state = find_target(reading.definition, source, text);
        if (state) {
            found.push_back(*state);
        } else if (source == 0 && !text.starts_with('#') && !text.starts_with('.')) {
            reading.refuse(
                at, "the machine itself has no siblings; \"." + text + "\" would be its child"
            );
        } else {
            reading.refuse(at, "no state is meant by \"" + text + "\"");
        }
    };
    if (!target.is_array()) {
        read_one(target, pointer);
        return found;
    }
    if (target.get_array().empty()) reading.refuse(pointer, "a list of targets cannot be empty");
    for (std::size_t index = 0; index < target.get_array().size(); ++index) {
        read_one(target.get_array()[index], below(pointer, index));
    }
    for (std::size_t right = 1; right < found.size(); ++right) {
        for (std::size_t left = 0; left < right; ++left) {
            if (fit_together(reading.definition, found[left], found[right])) continue;
            reading.refuse(pointer, "these targets cannot be active together");
            return found;
        }
    }
    return found;
}

struct Slot {
    StateIndex source;
    std::string descriptor;
    std::optional<std::string> delay;
};

void fill_transition(Reading& reading, Transition& transition, const json::object& written) {
    const auto& at = transition.pointer;
    refuse_unknown_keys(
        reading, written, {"target", "guard", "actions", "reenter", "description", "meta"}, at
    );
    if (const auto* target = written.if_contains("target")) {
        transition.targets = read_targets(reading, transition.source, *target, below(at, "target"));
        transition.has_target = true;
    }
    if (const auto* reenter = written.if_contains("reenter")) {
        if (!reenter->is_bool())
            reading.refuse(below(at, "reenter"), "\"reenter\" is true or false");
        transition.reenter = reenter->is_bool() && reenter->get_bool();
    }
    if (const auto* guard = written.if_contains("guard")) {
        transition.guard = read_guard(reading, *guard, below(at, "guard"));
    }
    if (const auto* actions = written.if_contains("actions")) {
        transition.actions = read_actions(reading, *actions, below(at, "actions"));
    }
    transition.description = read_text(reading, written, "description", at);
    transition.meta = read_object(reading, written, "meta", at);
    transition.forbidden =
        !transition.has_target && transition.actions.empty() && transition.meta.empty();
}

void read_transition(
    Reading& reading,
    const Slot& slot,
    const json::value& written,
    const std::string& pointer,
    std::vector<Transition>& into
) {
    Transition transition;
    transition.source = slot.source;
    transition.descriptor = slot.descriptor;
    transition.delay = slot.delay;
    transition.pointer = pointer;
    transition.order = reading.transitions++;
    if (written.is_string()) {
        transition.targets = read_targets(reading, slot.source, written, pointer);
        transition.has_target = true;
    } else if (written.is_object()) {
        fill_transition(reading, transition, written.get_object());
    } else {
        reading.refuse(pointer, "a transition is a target, an object, or a list of those");
    }
    into.push_back(std::move(transition));
}

void read_transitions(
    Reading& reading,
    const Slot& slot,
    const json::value& written,
    const std::string& pointer,
    std::vector<Transition>& into
) {
    if (!written.is_array()) return read_transition(reading, slot, written, pointer, into);
    for (std::size_t index = 0; index < written.get_array().size(); ++index) {
        read_transition(reading, slot, written.get_array()[index], below(pointer, index), into);
    }
}

bool is_descriptor(std::string_view text) {
    if (text.empty()) return false;
    const auto star = text.find('*');
    if (star == std::string_view::npos || text == "*") return true;
    return star == text.size() - 1 && text.size() > 2 && text[text.size() - 2] == '.';
}

void read_events(Reading& reading, State& state, const json::object& written) {
    const auto* on = written.if_contains("on");
    if (on == nullptr) return;
    const std::string pointer = below(state.pointer, "on");
    if (!on->is_object()) return reading.refuse(pointer, "\"on\" must be an object");
    for (const auto& member : on->get_object()) {
        const std::string at = below(pointer, member.key());
        if (!is_descriptor(member.key())) {
            reading.refuse(at, "an event is a name, \"*\", or a name's beginning and \".*\"");
        }
        if (reading.dialect == Dialect::published && !is_ascii(member.key()))
            reading.refuse(at, "an event's name is in ASCII: it stands in the log");
        const Slot slot{
            .source = state.index, .descriptor = std::string(member.key()), .delay = {}};
        read_transitions(reading, slot, member.value(), at, state.on);
    }
}

void read_on_done(Reading& reading, State& state, const json::object& written) {
    const auto* on_done = written.if_contains("onDone");
    if (on_done == nullptr) return;
    const std::string pointer = below(state.pointer, "onDone");
    if (state.children.empty())
        reading.refuse(pointer, "only a state with states inside can be done");
    const Slot slot{
        .source = state.index, .descriptor = "xstate.done.state." + state.id, .delay = {}};
    // Written as an event of its own, it gives way to `onDone`, as in XState.
    std::erase_if(state.on, [&](const Transition& each) {
        return each.descriptor == slot.descriptor;
    });
    read_transitions(reading, slot, *on_done, pointer, state.on);
}

// Digits are milliseconds; other text is the name of a delay, which only published workflows know.
std::optional<std::string> read_delay(
    Reading& reading, std::string_view key, const std::string& pointer
) {
    std::int64_t milliseconds = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), milliseconds);
    if (end == key.data() + key.size() && error == std::errc() && milliseconds >= 0) {
        if (milliseconds <= kDelayMillisecondsMax) return std::to_string(milliseconds);
        reading.refuse(pointer, "no delay is longer than 317 years");
        return std::nullopt;
    }
    const bool is_name = !key.empty() && ((key[0] | 0x20) >= 'a' && (key[0] | 0x20) <= 'z');
    if (is_name && reading.dialect == Dialect::published) return std::string(key);
    reading.refuse(
        pointer,
        reading.dialect == Dialect::published ? "a delay is milliseconds or the name of a delay"
                                              : "a delay is a number of milliseconds"
    );
    return std::nullopt;
}

void read_after(Reading& reading, State& state, const json::object& written) {
    const auto* after = written.if_contains("after");
    if (after == nullptr) return;
    const std::string pointer = below(state.pointer, "after");
    if (!after->is_object()) return reading.refuse(pointer, "\"after\" must be an object");
    for (const auto& member : after->get_object()) {
        const std::string at = below(pointer, member.key());
        const auto delay = read_delay(reading, member.key(), at);
        if (!delay) continue;
        const std::string event = "xstate.after." + *delay + '.' + state.id;
        read_transitions(
            reading,
            Slot{.source = state.index, .descriptor = event, .delay = delay},
            member.value(),
            at,
            state.after
        );
    }
}

void check_initial_history(Reading& reading, const State& first, const std::string& pointer) {
    if (is_history(first) && !reading.written[first.index]->contains("target")) {
        reading.refuse(pointer, "a history state without a target cannot be the initial one");
    }
}

// SCXML's initial states may lie deeper and be several; conformance cases say so, workflows cannot.
void read_initial_references(
    Reading& reading, State& state, const json::value& targets, const std::string& pointer
) {
    state.initial = read_targets(reading, state.index, targets, pointer);
    for (const StateIndex index : state.initial) {
        if (!reading.definition.is_descendant(index, state.index)) {
            reading.refuse(pointer, "an initial state lies inside the state it is the first of");
        }
        check_initial_history(reading, reading.definition.at(index), pointer);
    }
}

void read_initial(Reading& reading, State& state, const json::object& written) {
    const auto* initial = written.if_contains("initial");
    const std::string pointer = below(state.pointer, "initial");
    if (state.kind != StateKind::compound) {
        if (initial != nullptr)
            reading.refuse(pointer, "only a state that is in one of its states has an initial one");
        return;
    }
    if (initial == nullptr)
        return reading.refuse(state.pointer, "\"initial\" is missing: which state comes first?");
    const json::value* key = initial;
    if (const auto* object = initial->if_object()) {
        refuse_unknown_keys(
            reading, *object, {"target", "actions", "description", "meta"}, pointer
        );
        key = object->if_contains("target");
        if (const auto* actions = object->if_contains("actions")) {
            state.initial_actions = read_actions(reading, *actions, below(pointer, "actions"));
        }
    }
    const bool by_reference =
        reading.dialect == Dialect::case_file && key != nullptr &&
        (key->is_array() || (key->is_string() && key->get_string().starts_with('#')));
    if (by_reference) return read_initial_references(reading, state, *key, pointer);
    if (key == nullptr || !key->is_string())
        return reading.refuse(pointer, "\"initial\" is the key of a state inside");
    for (const StateIndex child : state.children) {
        if (reading.definition.at(child).key == key->get_string()) state.initial = {child};
    }
    if (state.initial.empty()) {
        return reading.refuse(
            pointer, "no state inside has the key \"" + std::string(key->get_string()) + "\""
        );
    }
    check_initial_history(reading, reading.definition.at(state.initial.front()), pointer);
}

void read_history_default(Reading& reading, State& state, const json::object& written) {
    const auto* target = written.if_contains("target");
    if (target == nullptr) return;
    Transition transition;
    transition.source = state.index;
    transition.pointer = below(state.pointer, "target");
    transition.order = reading.transitions++;
    transition.has_target = true;
    transition.targets = read_targets(reading, state.index, *target, transition.pointer);
    for (const StateIndex index : transition.targets) {
        const State& remembered = reading.definition.at(index);
        if (is_history(remembered) || !reading.definition.is_descendant(index, state.parent)) {
            reading.refuse(
                transition.pointer, "a history state leads to states beside it or below those"
            );
        }
    }
    state.history_default.push_back(std::move(transition));
}

// Exact descriptors in document order, then wildcards, longest first.
void order_candidates(State& state) {
    const auto total = static_cast<std::uint32_t>(state.on.size() + state.after.size());
    for (std::uint32_t candidate = 0; candidate < total; ++candidate)
        state.candidates.push_back(candidate);
    const auto wildcard_length = [&](std::uint32_t candidate) -> std::size_t {
        const auto& descriptor = candidate_of(state, candidate).descriptor;
        return descriptor.ends_with('*') ? descriptor.size() : std::string::npos;
    };
    std::stable_sort(state.candidates.begin(), state.candidates.end(), [&](auto left, auto right) {
        return wildcard_length(left) > wildcard_length(right);
    });
}

}  // namespace

void read_behaviour(Reading& reading, StateIndex index) {
    State& state = reading.definition.states[index];
    const json::object& written = *reading.written[index];
    if (is_history(state)) return read_history_default(reading, state, written);

    read_initial(reading, state, written);
    read_events(reading, state, written);
    read_on_done(reading, state, written);
    if (const auto* always = written.if_contains("always")) {
        const Slot slot{.source = index, .descriptor = {}, .delay = {}};
        read_transitions(reading, slot, *always, below(state.pointer, "always"), state.always);
    }
    read_after(reading, state, written);
    if (const auto* entry = written.if_contains("entry")) {
        state.entry = read_actions(reading, *entry, below(state.pointer, "entry"));
    }
    if (const auto* exit = written.if_contains("exit")) {
        state.exit = read_actions(reading, *exit, below(state.pointer, "exit"));
    }
    order_candidates(state);
}

}  // namespace clarion::core::statechart
