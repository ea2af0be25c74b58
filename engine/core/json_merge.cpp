#include "engine/core/json_merge.hpp"

namespace clarion::core {

void merge_patch(json::object& target, const json::object& patch) {
    for (const auto& [key, change] : patch) {
        if (change.is_null()) {
            target.erase(key);
        } else if (change.is_object()) {
            json::value& place = target[key];
            if (!place.is_object()) place.emplace_object();
            merge_patch(place.get_object(), change.get_object());
        } else {
            target[key] = change;
        }
    }
}

}  // namespace clarion::core
