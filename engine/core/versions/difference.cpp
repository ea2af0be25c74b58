#include "engine/core/versions/difference.hpp"

#include <exception>

#include "engine/core/versions/differing.hpp"

namespace clarion::core {

std::string_view to_string(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added:
            return "added";
        case ChangeKind::removed:
            return "removed";
        case ChangeKind::changed:
            return "changed";
    }
    std::terminate();
}

const json::value& value_at(const json::object& object, std::string_view key) {
    static const json::value kNothing;
    const auto* found = object.if_contains(key);
    return found == nullptr ? kNothing : *found;
}

std::string said(const json::value& value) {
    if (value.is_null()) return "nothing";
    if (const auto* text = value.if_string()) return std::string(*text);
    return json::serialize(value);
}

std::vector<Change> differences(const VersionSide& older, const VersionSide& newer) {
    Changes changes;
    compare_states(older, newer, changes);
    compare_forms(older, newer, changes);
    compare_limits(older, newer, changes);
    compare_surroundings(older, newer, changes);
    return changes;
}

}  // namespace clarion::core
