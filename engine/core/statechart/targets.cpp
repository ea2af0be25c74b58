#include "engine/core/statechart/targets.hpp"

#include <string>

namespace clarion::core::statechart {

namespace {

// The first segment of a path, which loses it and the dot behind it.
std::string take_key(std::string_view& path) {
    std::string key;
    std::size_t position = 0;
    for (; position < path.size() && path[position] != '.'; ++position) {
        if (path[position] == '\\' && position + 1 < path.size()) ++position;
        key += path[position];
    }
    path.remove_prefix(position);
    return key;
}

std::optional<StateIndex> child_named(
    const Definition& definition, StateIndex parent, std::string_view key
) {
    for (const StateIndex child : definition.at(parent).children) {
        if (definition.at(child).key == key) return child;
    }
    return std::nullopt;
}

}  // namespace

std::optional<StateIndex> find_by_path(
    const Definition& definition, StateIndex from, std::string_view path
) {
    StateIndex current = from;
    while (true) {
        const auto child = child_named(definition, current, take_key(path));
        if (!child) return std::nullopt;
        current = *child;
        if (path.empty()) return current;
        path.remove_prefix(1);
    }
}

std::optional<StateIndex> find_by_reference(
    const Definition& definition, std::string_view reference
) {
    if (!reference.starts_with('#')) return std::nullopt;
    reference.remove_prefix(1);
    // XState reads `#a.b` as the child b of a; an id that holds dots is found when that fails.
    std::string_view path = reference;
    const auto first = definition.by_id.find(take_key(path));
    if (first != definition.by_id.end()) {
        if (path.empty()) return first->second;
        if (const auto found = find_by_path(definition, first->second, path.substr(1)))
            return found;
    }
    const auto whole = definition.by_id.find(reference);
    if (whole == definition.by_id.end()) return std::nullopt;
    return whole->second;
}

std::optional<StateIndex> find_target(
    const Definition& definition, StateIndex source, std::string_view target
) {
    if (target.starts_with('#')) return find_by_reference(definition, target);
    if (target.starts_with('.')) return find_by_path(definition, source, target.substr(1));
    if (source == 0) return std::nullopt;  // the root has no siblings
    return find_by_path(definition, definition.at(source).parent, target);
}

}  // namespace clarion::core::statechart
