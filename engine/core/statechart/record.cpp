// The action `record`: what a form said, who sent it and when, kept in the context.
#include "engine/core/statechart/macrostep.hpp"

namespace clarion::core::statechart {

namespace {

json::object entry_of(
    const json::object& params, const Event& event, const Environment& environment
) {
    json::object entry;
    const auto* fields = params.if_contains("fields");
    if (fields != nullptr && fields->is_array()) {
        for (const auto& field : fields->get_array()) {
            const auto* name = field.if_string();
            const auto* value = name != nullptr ? event.data.if_contains(*name) : nullptr;
            if (value != nullptr) entry[*name] = *value;
        }
    } else {
        entry = event.data;
    }
    // Set last: no field of a form can pass for who and when.
    entry["by"] = environment.actor;
    entry["at"] = to_rfc3339(environment.now);
    return entry;
}

// The place that the path names; objects on the way are made, and anything else there gives way.
json::value& place_at(Context& context, std::string_view path) {
    auto dot = path.find('.');
    json::value* place = &context.change(path.substr(0, dot));
    while (dot != std::string_view::npos) {
        path.remove_prefix(dot + 1);
        dot = path.find('.');
        if (!place->is_object()) place->emplace_object();
        place = &place->get_object()[path.substr(0, dot)];
    }
    return *place;
}

}  // namespace

void record_event(
    Context& context, const json::object& params, const Event& event, const Environment& environment
) {
    const auto* as = params.if_contains("as");
    if (as == nullptr || !as->is_string()) return;
    json::object entry = entry_of(params, event, environment);
    json::value& place = place_at(context, as->get_string());
    const auto* append = params.if_contains("append");
    const bool appends = append != nullptr && append->is_bool() && append->get_bool();
    if (!appends) {
        place = std::move(entry);
        return;
    }
    if (!place.is_array()) place.emplace_array();
    place.get_array().push_back(std::move(entry));
}

}  // namespace clarion::core::statechart
