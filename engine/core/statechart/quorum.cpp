// The guard `quorum`: answers from enough of those who were asked.
#include <set>
#include <string>

#include "engine/core/statechart/guards.hpp"

namespace clarion::core::statechart {

namespace {

// Who an answer is from, or who is asked: the text itself, or the named field of an object.
std::string name_in(const json::value& entry, std::string_view field) {
    if (const auto* text = entry.if_string()) return std::string(*text);
    const auto* object = entry.if_object();
    if (object == nullptr || field.empty()) return {};
    const auto* named = object->if_contains(field);
    return named != nullptr && named->is_string() ? std::string(named->get_string())
                                                  : std::string();
}

std::set<std::string> names_in(const json::value& list, std::string_view field) {
    std::set<std::string> names;
    if (const auto* array = list.if_array()) {
        for (const auto& entry : *array)
            names.insert(name_in(entry, field));
    }
    if (const auto* object = list.if_object()) {
        for (const auto& entry : *object) {
            names.insert(field.empty() ? std::string(entry.key()) : name_in(entry.value(), field));
        }
    }
    names.erase(std::string());
    return names;
}

std::string_view text_of(const json::object& params, std::string_view key) {
    const auto* value = params.if_contains(key);
    return value != nullptr && value->is_string() ? std::string_view(value->get_string()) : "";
}

}  // namespace

const json::value* find_in_context(const json::object& context, std::string_view path) {
    if (path.starts_with("context.")) path.remove_prefix(8);
    const json::object* object = &context;
    const json::value* found = nullptr;
    while (object != nullptr) {
        const auto dot = path.find('.');
        found = object->if_contains(path.substr(0, dot));
        if (dot == std::string_view::npos || found == nullptr) return found;
        path.remove_prefix(dot + 1);
        object = found->if_object();
    }
    return nullptr;
}

bool quorum_reached(const json::object& params, const json::object& context) {
    const auto* answers = find_in_context(context, text_of(params, "answers"));
    const auto* asked = find_in_context(context, text_of(params, "of"));
    if (answers == nullptr || asked == nullptr) return false;
    const auto field = text_of(params, "field");
    const auto members = names_in(*asked, field);
    std::size_t heard = 0;
    for (const auto& name : names_in(*answers, field))
        heard += members.count(name);

    // Nobody asked is nobody agreed: an empty list never makes a quorum.
    const auto* at_least = params.if_contains("at_least");
    if (at_least == nullptr) return !members.empty() && heard == members.size();
    if (!at_least->is_int64() || at_least->get_int64() < 1) return false;
    return heard >= static_cast<std::size_t>(at_least->get_int64());
}

}  // namespace clarion::core::statechart
