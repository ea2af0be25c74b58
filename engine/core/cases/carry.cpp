#include "engine/core/cases/carry.hpp"

#include <utility>

#include "engine/core/access/walls.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kRequest = "request";

const json::array* list_at(const json::object& object, std::string_view key) {
    const json::value* found = object.if_contains(key);
    return found == nullptr ? nullptr : found->if_array();
}

void put(json::object& into, std::string_view path, json::value value) {
    json::object* place = &into;
    for (auto dot = path.find('.'); dot != std::string_view::npos; dot = path.find('.')) {
        json::value& next = (*place)[path.substr(0, dot)];
        if (!next.is_object()) next.emplace_object();
        place = &next.get_object();
        path.remove_prefix(dot + 1);
    }
    (*place)[path] = std::move(value);
}

// What stands at these paths of the old case, at the same paths.
json::object at_same_place(const statechart::Context& from, const json::array& paths) {
    json::object carried;
    for (const json::value& path : paths) {
        if (!path.is_string()) continue;
        const json::value* found = from.find(std::string_view(path.get_string()));
        if (found != nullptr) put(carried, path.get_string(), *found);
    }
    return carried;
}

// The first of the paths at which something stands; null when none does.
const json::value* first_of(const statechart::Context& from, const json::array* paths) {
    if (paths == nullptr) return nullptr;
    for (const json::value& path : *paths) {
        const json::value* found =
            path.is_string() ? from.find(std::string_view(path.get_string())) : nullptr;
        if (found != nullptr && !found->is_null()) return found;
    }
    return nullptr;
}

json::value so_much_of(const json::value& found, const json::array* members) {
    const json::object* whole = found.if_object();
    if (members == nullptr || whole == nullptr) return found;
    json::object part;
    for (const json::value& member : *members) {
        if (!member.is_string()) continue;
        const auto* value = whole->if_contains(std::string_view(member.get_string()));
        if (value != nullptr) part[member.get_string()] = *value;
    }
    return part;
}

// What the other form calls it; null when the rule has no word for it.
const json::value* in_other_words(const json::object& rule, const json::value* found) {
    const json::value* words = rule.if_contains("words");
    if (words == nullptr || found == nullptr) return found;
    const json::object* known = words->if_object();
    const json::string* word = found->if_string();
    return known == nullptr || word == nullptr ? nullptr : known->if_contains(*word);
}

json::object filled(const statechart::Context& from, const json::array& rules) {
    json::object form;
    for (const json::value& row : rules) {
        const json::object* rule = row.if_object();
        const json::value* to = rule == nullptr ? nullptr : rule->if_contains("to");
        if (to == nullptr || !to->is_string()) continue;
        if (const json::value* value = rule->if_contains("value")) {
            put(form, to->get_string(), *value);
        } else if (const json::value* found =
                       in_other_words(*rule, first_of(from, list_at(*rule, "from")))) {
            put(form, to->get_string(), so_much_of(*found, list_at(*rule, "only")));
        }
    }
    return form;
}

}  // namespace

Carried carry(const statechart::Context& from, const json::object& params) {
    const json::array* paths = list_at(params, "carry");
    Carried carried;
    carried.context =
        at_same_place(from, paths != nullptr ? *paths : json::array{kRequest, "contact_plan"});
    if (const json::array* rules = list_at(params, "form")) {
        carried.form = filled(from, *rules);
    } else if (const json::value* request = carried.context.if_contains(kRequest)) {
        if (request->is_object()) carried.form = request->get_object();
    }
    carried.context.erase(kRequest);
    for (const std::string_view wall : {kConflictsPath, kAgencyConflictsPath, kSealPath}) {
        const json::value* stands = from.find(wall);
        const bool is_empty = stands == nullptr || stands->is_null() ||
                              (stands->is_array() && stands->get_array().empty());
        if (!is_empty) carried.context[wall] = *stands;
    }
    return carried;
}

}  // namespace clarion::core
