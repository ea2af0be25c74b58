// A machine's state as stored text. Frozen: leaves by id in document order; ancestors follow from
// them.
#include "engine/core/json_text.hpp"
#include "engine/core/statechart/entry_exit.hpp"
#include "engine/core/statechart/machine.hpp"

namespace clarion::core::statechart {

namespace {

void append_ids(
    std::string& text, const Definition& definition, const std::vector<StateIndex>& states
) {
    append_json_list(text, states, [&](std::string& into, StateIndex index) {
        append_json_string(into, definition.at(index).id);
    });
}

void append_timer(std::string& text, const Timer& timer) {
    ObjectText stored(text);
    stored.add("id", timer.id);
    stored.add("event", timer.event.type);
    if (!timer.event.data.empty()) append_json(stored.member("data"), timer.event.data);
    append_json_instant(stored.member("due"), timer.due);
    append_json_integer(stored.member("order"), timer.order);
    if (timer.external) append_json_bool(stored.member("external"), true);
    if (!timer.superseded_name.empty()) stored.add("superseded_name", timer.superseded_name);
    stored.end();
}

// Thrown within this file alone, so that reading stays one line a field.
struct BadState {
    std::string reason;
};

const json::value& field(const json::object& object, std::string_view name) {
    const auto* value = object.if_contains(name);
    if (value == nullptr) throw BadState{"\"" + std::string(name) + "\" is missing"};
    return *value;
}

std::string text(const json::value& value) {
    if (!value.is_string()) throw BadState{"text expected"};
    return std::string(value.get_string());
}

const json::array& list(const json::value& value) {
    if (!value.is_array()) throw BadState{"a list expected"};
    return value.get_array();
}

const json::object& object(const json::value& value) {
    if (!value.is_object()) throw BadState{"an object expected"};
    return value.get_object();
}

std::uint64_t count(const json::value& value) {
    if (value.is_uint64()) return value.get_uint64();
    if (value.is_int64() && value.get_int64() >= 0)
        return static_cast<std::uint64_t>(value.get_int64());
    throw BadState{"a whole number expected"};
}

StateIndex state_named(const Definition& definition, const std::string& id) {
    const auto found = definition.by_id.find(id);
    if (found == definition.by_id.end()) throw BadState{"no state has the id \"" + id + "\""};
    return found->second;
}

std::vector<StateIndex> read_active(const Definition& definition, const json::array& leaves) {
    Configuration active(definition.states.size());
    for (const auto& leaf : leaves) {
        StateIndex index = state_named(definition, text(leaf));
        if (!is_leaf(definition.at(index))) throw BadState{"\"" + text(leaf) + "\" is not a leaf"};
        for (; index != 0; index = definition.at(index).parent)
            active.insert(index);
    }
    active.insert(0);
    if (!fits_together(definition, active)) throw BadState{"the active states do not fit together"};
    return active.members();
}

Timer read_timer(const json::object& stored) {
    Timer timer;
    timer.id = text(field(stored, "id"));
    timer.event.type = text(field(stored, "event"));
    if (const auto* data = stored.if_contains("data")) timer.event.data = object(*data);
    const auto due = parse_rfc3339(text(field(stored, "due")));
    if (!due) throw BadState{"a timer's due instant cannot be read"};
    timer.due = *due;
    timer.order = count(field(stored, "order"));
    timer.external = stored.contains("external");
    if (const auto* name = stored.if_contains("superseded_name"))
        timer.superseded_name = text(*name);
    return timer;
}

MachineState read_state(const Definition& definition, const json::object& stored) {
    MachineState state;
    state.active = read_active(definition, list(field(stored, "active")));
    for (const auto& member : object(field(stored, "history"))) {
        auto& remembered = state.history[state_named(definition, std::string(member.key()))];
        for (const auto& id : list(member.value())) {
            remembered.push_back(state_named(definition, text(id)));
        }
    }
    state.context = Context(object(field(stored, "context")));
    for (const auto& timer : list(field(stored, "timers"))) {
        state.timers.push_back(read_timer(object(timer)));
    }
    state.timers_armed = count(field(stored, "timers_armed"));
    const json::value& done = field(stored, "done");
    if (!done.is_bool()) throw BadState{"\"done\" is neither true nor false"};
    state.done = done.get_bool();
    return state;
}

}  // namespace

void append_state(std::string& text, const Definition& definition, const MachineState& state) {
    std::vector<StateIndex> leaves;
    for (const StateIndex index : state.active) {
        if (is_leaf(definition.at(index))) leaves.push_back(index);
    }
    ObjectText stored(text);
    append_ids(stored.member("active"), definition, leaves);
    ObjectText history(stored.member("history"));
    for (const auto& [index, remembered] : state.history)
        append_ids(history.member(definition.at(index).id), definition, remembered);
    history.end();
    state.context.append_text(stored.member("context"));
    append_json_list(stored.member("timers"), state.timers, append_timer);
    append_json_integer(stored.member("timers_armed"), state.timers_armed);
    append_json_bool(stored.member("done"), state.done);
    stored.end();
}

Result<MachineState, std::string> machine_from_json(
    const Definition& definition, const json::object& stored
) {
    try {
        return read_state(definition, stored);
    } catch (const BadState& bad) {
        return failure(std::string(bad.reason));
    }
}

}  // namespace clarion::core::statechart
