// Events that a definition sends itself: somebody hears each, and what is cancelled was armed.
#include <algorithm>
#include <set>

#include "engine/core/statechart/lint_walk.hpp"
#include "engine/core/statechart/linting.hpp"

namespace clarion::core::statechart {

namespace {

std::string text_at(const json::value* value, std::string_view key) {
    const auto* object = value == nullptr ? nullptr : value->if_object();
    const auto* text = object == nullptr ? nullptr : object->if_contains(key);
    return text != nullptr && text->is_string() ? std::string(text->get_string()) : std::string();
}

bool sends(const WrittenTerm& action) {
    return action.type == "xstate.raise" || action.type == "xstate.sendSelf";
}

// An event is a name, or an object with a type.
std::string event_of(const json::value& params) {
    const std::string name = text_at(&params, "event");
    const auto* object = params.if_object();
    return !name.empty() || object == nullptr ? name
                                              : text_at(object->if_contains("event"), "type");
}

bool hears(std::string_view descriptor, std::string_view event) {
    if (descriptor == event || descriptor == "*") return true;
    if (!descriptor.ends_with(".*")) return false;
    const auto prefix = descriptor.substr(0, descriptor.size() - 2);
    return event == prefix || event.starts_with(std::string(prefix) + ".");
}

}  // namespace

void lint_events(const Definition& definition, Problems& problems) {
    std::set<std::string, std::less<>> descriptors;
    for (const State& state : definition.states) {
        for (const Transition& transition : state.on)
            descriptors.insert(transition.descriptor);
    }
    std::set<std::string> armed;
    for_each_action(definition, [&](const WrittenTerm& action) {
        if (!sends(action)) return;
        armed.insert(text_at(&action.params, "id"));
        const std::string event = event_of(action.params);
        const bool is_heard =
            std::any_of(descriptors.begin(), descriptors.end(), [&event](const auto& descriptor) {
                return hears(descriptor, event);
            });
        if (event.empty() || is_heard) return;
        problems.push_back({action.pointer, "nobody hears \"" + event + "\""});
    });
    for_each_action(definition, [&](const WrittenTerm& action) {
        if (action.type != "xstate.cancel") return;
        const std::string id = text_at(&action.params, "sendId");
        if (id.empty() || armed.contains(id)) return;
        problems.push_back({action.pointer, "nothing is ever sent with the id \"" + id + "\""});
    });
}

}  // namespace clarion::core::statechart
