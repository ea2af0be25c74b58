// The reader's first pass: the tree of states.
#include <algorithm>

#include "engine/core/statechart/expressions.hpp"
#include "engine/core/statechart/reading.hpp"

namespace clarion::core::statechart {

namespace {

constexpr std::string_view kUnnamedMachine = "(machine)";

bool is_whole_number(std::string_view key) {
    return !key.empty() && std::all_of(key.begin(), key.end(), [](char character) {
        return character >= '0' && character <= '9';
    });
}

StateKind history_kind(Reading& reading, const json::object& written, const std::string& pointer) {
    const auto* depth = written.if_contains("history");
    if (depth == nullptr) return StateKind::shallow_history;
    if (depth->is_bool() && depth->get_bool()) return StateKind::shallow_history;
    if (depth->is_string() && depth->get_string() == "shallow") return StateKind::shallow_history;
    if (depth->is_string() && depth->get_string() == "deep") return StateKind::deep_history;
    reading.refuse(below(pointer, "history"), "\"history\" is \"shallow\" or \"deep\"");
    return StateKind::shallow_history;
}

StateKind kind_of(Reading& reading, const json::object& written, const std::string& pointer) {
    const auto* states = written.if_contains("states");
    const bool has_children =
        states != nullptr && states->is_object() && !states->get_object().empty();
    const auto* type = written.if_contains("type");
    if (type == nullptr) {
        if (has_children) return StateKind::compound;
        if (written.contains("history")) return history_kind(reading, written, pointer);
        return StateKind::atomic;
    }
    const std::string_view name = type->is_string() ? std::string_view(type->get_string()) : "";
    if (name == "parallel") {
        if (!has_children) reading.refuse(pointer, "a parallel state needs states inside it");
        return StateKind::parallel;
    }
    if (name == "final") return StateKind::final;
    if (name == "history") return history_kind(reading, written, pointer);
    reading.refuse(below(pointer, "type"), "\"type\" is \"parallel\", \"final\" or \"history\"");
    return has_children ? StateKind::compound : StateKind::atomic;
}

void check_keys(Reading& reading, const json::object& written, const State& state) {
    const auto& at = state.pointer;
    if (state.kind == StateKind::shallow_history || state.kind == StateKind::deep_history) {
        refuse_unknown_keys(
            reading, written, {"id", "type", "history", "target", "tags", "meta", "description"}, at
        );
        if (state.index == 0) reading.refuse(at, "the machine itself cannot be a history state");
    } else if (state.kind == StateKind::final) {
        refuse_unknown_keys(
            reading, written, {"id", "type", "entry", "exit", "tags", "meta", "description"}, at
        );
        if (state.index == 0) reading.refuse(at, "the machine itself cannot be a final state");
    } else if (state.index == 0) {
        refuse_unknown_keys(
            reading,
            written,
            {"id",
             "version",
             "initial",
             "context",
             "states",
             "on",
             "always",
             "after",
             "onDone",
             "entry",
             "exit",
             "type",
             "tags",
             "meta",
             "description"},
            at
        );
    } else {
        refuse_unknown_keys(
            reading,
            written,
            {"id",
             "initial",
             "states",
             "on",
             "always",
             "after",
             "onDone",
             "entry",
             "exit",
             "type",
             "tags",
             "meta",
             "description"},
            at
        );
    }
}

std::vector<std::string> read_tags(
    Reading& reading, const json::object& written, const std::string& pointer
) {
    const auto* tags = written.if_contains("tags");
    if (tags == nullptr) return {};
    if (tags->is_string()) return {std::string(tags->get_string())};
    std::vector<std::string> found;
    if (tags->is_array()) {
        for (const auto& tag : tags->get_array()) {
            if (tag.is_string()) found.emplace_back(tag.get_string());
        }
        if (found.size() == tags->get_array().size()) return found;
    }
    reading.refuse(below(pointer, "tags"), "\"tags\" is text or a list of texts");
    return found;
}

void check_key(Reading& reading, std::string_view key, const std::string& pointer) {
    if (key.empty()) reading.refuse(pointer, "a state's key cannot be empty");
    if (is_whole_number(key)) {
        reading.refuse(
            pointer, "a state's key cannot be a whole number: XState would lose its place"
        );
    }
    if (reading.dialect == Dialect::published &&
        key.find_first_of(".#\\") != std::string_view::npos) {
        reading.refuse(pointer, "a state's key cannot hold a dot, a hash or a backslash");
    }
}

struct Place {
    StateIndex parent;
    std::string key;
    std::string path_id;  // the id when none is written: the machine's id and the keys on the way
    std::string pointer;
    std::uint32_t depth;
};

void read_children(
    Reading& reading, StateIndex index, const json::object& written, const std::string& path_id
);

void register_id(Reading& reading, const State& state) {
    const auto [found, added] = reading.definition.by_id.emplace(state.id, state.index);
    if (added) return;
    const auto& first = reading.definition.at(found->second).pointer;
    reading.refuse(
        state.pointer, "the id \"" + state.id + "\" is taken by the state at \"" + first + "\""
    );
}

StateIndex read_state(Reading& reading, const json::object& written, const Place& place) {
    const auto index = static_cast<StateIndex>(reading.definition.states.size());
    State state;
    state.index = index;
    state.parent = place.parent;
    state.key = place.key;
    state.depth = place.depth;
    state.pointer = place.pointer;
    state.kind = kind_of(reading, written, place.pointer);
    state.id = read_text(reading, written, "id", place.pointer);
    if (state.id.empty()) state.id = place.path_id;
    state.tags = read_tags(reading, written, place.pointer);
    state.meta = read_object(reading, written, "meta", place.pointer);
    state.description = read_text(reading, written, "description", place.pointer);
    check_keys(reading, written, state);
    register_id(reading, state);
    reading.definition.states.push_back(std::move(state));
    reading.written.push_back(&written);
    read_children(reading, index, written, place.path_id);
    const auto last = static_cast<StateIndex>(reading.definition.states.size() - 1);
    reading.definition.states[index].last_descendant = last;
    return index;
}

void read_children(
    Reading& reading, StateIndex index, const json::object& written, const std::string& path_id
) {
    const auto* states = written.if_contains("states");
    if (states == nullptr) return;
    const std::string pointer = below(reading.definition.at(index).pointer, "states");
    if (!states->is_object()) return reading.refuse(pointer, "\"states\" must be an object");
    const std::uint32_t depth = reading.definition.at(index).depth + 1;
    if (depth > kStateDepthMax) return reading.refuse(pointer, "states are nested too deeply");

    for (const auto& member : states->get_object()) {
        const std::string at = below(pointer, member.key());
        check_key(reading, member.key(), at);
        if (!member.value().is_object()) {
            reading.refuse(at, "a state is an object");
            continue;
        }
        const std::string key(member.key());
        const StateIndex child = read_state(
            reading,
            member.value().get_object(),
            Place{
                .parent = index,
                .key = key,
                .path_id = path_id + '.' + key,
                .pointer = at,
                .depth = depth}
        );
        State& parent = reading.definition.states[index];
        parent.children.push_back(child);
        const StateKind kind = reading.definition.at(child).kind;
        const bool is_history =
            kind == StateKind::shallow_history || kind == StateKind::deep_history;
        if (is_history) parent.history_children.push_back(child);
    }
}

}  // namespace

void read_state_tree(Reading& reading, const json::object& document) {
    std::string id = read_text(reading, document, "id", "");
    if (id.empty()) id = kUnnamedMachine;
    reading.definition.id = id;
    reading.definition.version = read_text(reading, document, "version", "");
    reading.definition.context = read_object(reading, document, "context", "");
    for (const auto& member : reading.definition.context) {
        if (!is_kept_name(reading, member.key())) continue;
        reading.refuse(
            below("/context", member.key()),
            "expressions keep the names event, actor, now, context and profile for themselves"
        );
    }
    read_state(
        reading, document, Place{.parent = 0, .key = id, .path_id = id, .pointer = "", .depth = 0}
    );
}

}  // namespace clarion::core::statechart
