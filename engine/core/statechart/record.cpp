// The action `record`: what a form said, who sent it and when, kept in the context.
#include <algorithm>

#include "engine/core/statechart/macrostep.hpp"

namespace clarion::core::statechart {

namespace {

// Beside `by` and `at`, where a list is bounded. Frozen: stored.
constexpr std::string_view kTimes = "times";
constexpr std::string_view kLastAt = "last_at";
constexpr std::string_view kLeftOut = "left_out";

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

// Whether both say the same, whoever said it and when.
bool say_the_same(const json::object& kept, const json::object& entry) {
    const auto is_data = [](std::string_view name) {
        return name != "by" && name != "at" && name != kTimes && name != kLastAt &&
               name != kLeftOut;
    };
    const auto has_all = [&](const json::object& one, const json::object& other) {
        return std::all_of(one.begin(), one.end(), [&](const auto& member) {
            const auto* same = other.if_contains(member.key());
            return !is_data(member.key()) || (same != nullptr && *same == member.value());
        });
    };
    return has_all(kept, entry) && has_all(entry, kept);
}

void count_one_more(json::object& entry, std::string_view name, std::int64_t begins_at) {
    const auto* before = entry.if_contains(name);
    entry[name] = (before != nullptr && before->is_int64() ? before->get_int64() : begins_at) + 1;
}

// What was said before is counted where it stands. Of what is new the first and the newest stay,
// and the first says how many between them gave way: all of them are events of the case.
void append_bounded(json::array& list, json::object entry, std::size_t at_most) {
    for (json::value& kept : list) {
        json::object* object = kept.if_object();
        if (object == nullptr || !say_the_same(*object, entry)) continue;
        count_one_more(*object, kTimes, 1);
        (*object)[kLastAt] = entry["at"];
        return;
    }
    list.push_back(std::move(entry));
    if (list.size() <= at_most) return;
    list.erase(list.begin() + 1);
    if (json::object* first = list.front().if_object()) count_one_more(*first, kLeftOut, 0);
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
    const auto* at_most = params.if_contains("at_most");
    if (at_most == nullptr || !at_most->is_int64()) {
        place.get_array().push_back(std::move(entry));
        return;
    }
    append_bounded(
        place.get_array(), std::move(entry), static_cast<std::size_t>(at_most->get_int64())
    );
}

}  // namespace clarion::core::statechart
