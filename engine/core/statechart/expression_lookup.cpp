// `var`: looking into the scope or an element, with JavaScript's `length` and index on text and
// lists.
#include <charconv>

#include "engine/core/statechart/expression_evaluation.hpp"
#include "engine/core/statechart/javascript.hpp"

namespace clarion::core::statechart {

namespace {

std::optional<std::size_t> index_of(std::string_view key) {
    std::size_t index = 0;
    const auto [end, error] = std::from_chars(key.data(), key.data() + key.size(), index);
    if (error != std::errc() || end != key.data() + key.size()) return std::nullopt;
    if (key.size() > 1 && key[0] == '0') return std::nullopt;
    return index;
}

Operand text_property(const json::string& text, std::string_view key) {
    const std::u16string units = javascript::to_utf16(text);
    if (key == "length")
        return Operand(javascript::number_value(static_cast<double>(units.size())));
    const auto index = index_of(key);
    if (!index || *index >= units.size()) return {};
    return Operand(json::value(javascript::from_utf16(std::u16string_view(units).substr(*index, 1)))
    );
}

// Undefined when there is no such property.
Operand property(const json::value& value, std::string_view key) {
    if (const auto* object = value.if_object()) return Operand(object->if_contains(key));
    if (const auto* text = value.if_string()) return text_property(*text, key);
    const auto* list = value.if_array();
    if (list == nullptr) return {};
    if (key == "length")
        return Operand(javascript::number_value(static_cast<double>(list->size())));
    const auto index = index_of(key);
    return index && *index < list->size() ? Operand(&(*list)[*index]) : Operand();
}

json::object event_object(const Scope& scope) {
    json::object event;
    event.emplace("type", scope.event_type);
    for (const auto& field : scope.event_data) {
        if (field.key() != "type") event.emplace(field.key(), field.value());
    }
    return event;
}

std::string_view take_segment(std::string_view& path, bool& more) {
    const auto dot = path.find('.');
    more = dot != std::string_view::npos;
    const auto segment = path.substr(0, dot);
    path.remove_prefix(more ? dot + 1 : path.size());
    return segment;
}

}  // namespace

bool is_reserved_name(std::string_view key) {
    return key == "event" || key == "actor" || key == "now" || key == "context";
}

Operand Evaluation::whole_scope(const Scope& scope) {
    json::object all = scope.context.as_object();
    charge(all.size());
    all["event"] = event_object(scope);
    all["actor"] = scope.actor;
    all["now"] = to_rfc3339(scope.now);
    all["context"] = scope.context.as_object();
    if (scope.profile != nullptr) all[kProfileName] = *scope.profile;
    return Operand(json::value(std::move(all)));
}

Operand Evaluation::start_of_path(const Scope& scope, std::string_view name) {
    if (name == "event") return Operand(json::value(event_object(scope)));
    if (name == "actor") return Operand(&scope.actor);
    if (name == "now") return Operand(json::value(to_rfc3339(scope.now)));
    if (name == "context") return Operand(json::value(scope.context.as_object()));
    if (name == kProfileName && scope.profile != nullptr) {
        return Operand(json::value(*scope.profile));
    }
    return Operand(scope.context.if_contains(name));
}

Operand Evaluation::look_up(const Data& data, const json::value* path, Operand otherwise) {
    const bool whole =
        path == nullptr || path->is_null() || (path->is_string() && path->get_string().empty());
    if (whole) return data.scope != nullptr ? whole_scope(*data.scope) : Operand(data.value);
    const std::string text = path->is_string() ? std::string() : javascript::to_text(path);
    std::string_view rest = path->is_string() ? std::string_view(path->get_string()) : text;

    bool more = true;
    Operand found(data.value);
    if (data.scope != nullptr) {
        const Scope& scope = *data.scope;
        const auto first = take_segment(rest, more);
        if (first == "context" && more) {  // spares copying the context
            found = Operand(scope.context.if_contains(take_segment(rest, more)));
        } else if (first == "event" && more) {
            const auto field = take_segment(rest, more);
            found = field == "type" ? Operand(json::value(scope.event_type))
                                    : Operand(scope.event_data.if_contains(field));
        } else if (first == kProfileName && scope.profile != nullptr && more) {
            found = Operand(scope.profile->if_contains(take_segment(rest, more)));
        } else {
            found = start_of_path(scope, first);
        }
        if (found.get() == nullptr) return otherwise;
    }
    while (more) {
        if (found.get() == nullptr || found.get()->is_null()) return otherwise;
        const auto segment = take_segment(rest, more);
        Operand next = property(*found.get(), segment);
        if (next.get() == nullptr) return otherwise;
        if (found.is_own() && !next.is_own()) next = Operand(copy_of(std::move(next)));
        found = std::move(next);
    }
    return found;
}

}  // namespace clarion::core::statechart
