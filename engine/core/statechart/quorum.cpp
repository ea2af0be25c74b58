// The guard `quorum`: answers from enough of those who were asked.
#include <functional>
#include <set>
#include <string>

#include "engine/core/statechart/guards.hpp"
#include "engine/core/statechart/javascript.hpp"

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

using Counts = std::function<bool(const json::value&)>;

std::set<std::string> names_in(
    const json::value& list, std::string_view field, const Counts& counts
) {
    std::set<std::string> names;
    if (const auto* array = list.if_array()) {
        for (const auto& entry : *array) {
            if (counts(entry)) names.insert(name_in(entry, field));
        }
    }
    if (const auto* object = list.if_object()) {
        for (const auto& entry : *object) {
            if (!counts(entry.value())) continue;
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

const json::value* find_list(std::string_view path, const Facts& facts) {
    constexpr std::string_view kEvent = "event.";
    if (path.starts_with(kEvent)) {
        return find_at(facts.event.data, path.substr(kEvent.size()));
    }
    return find_given(facts.context, facts.environment.profile, path);
}

bool is_as_wanted(const json::object& params, const json::value& answer, const Facts& facts) {
    const auto* where = params.if_contains("where");
    if (where == nullptr) return true;
    const auto found = evaluate_over(*where, answer);
    if (!found) facts.exhausted = true;
    return found && javascript::truthy(&*found);
}

// Counted from when the answer was given; one that does not say when is of no age at all.
bool is_young_enough(const json::object& params, const json::value& answer, const Facts& facts) {
    const auto limit = text_of(params, "within");
    const auto* since = find_in_context(facts.context, text_of(params, "since"));
    const bool has_start = since != nullptr && since->is_string();
    if (limit.empty() && !has_start) return true;
    const auto* entry = answer.if_object();
    const auto given = parse_rfc3339(entry == nullptr ? "" : text_of(*entry, "at"));
    if (!given) return false;
    if (has_start) {
        const auto start = parse_rfc3339(since->get_string());
        if (!start || *given < *start) return false;
    }
    if (limit.empty()) return true;
    const auto& due_of = facts.environment.due_of;
    return due_of && facts.environment.now < due_of(limit, facts.context, *given);
}

}  // namespace

const json::value* find_in_context(const Context& context, std::string_view path) {
    if (path.starts_with("context.")) path.remove_prefix(8);
    return context.find(path);
}

const json::value* find_given(
    const Context& context, const json::object* profile, std::string_view path
) {
    const auto dot = path.find('.');
    const bool is_of_profile = profile != nullptr && path.substr(0, dot) == kProfileName;
    if (!is_of_profile || dot == std::string_view::npos) return find_in_context(context, path);
    return find_at(*profile, path.substr(dot + 1));
}

bool quorum_reached(const json::object& params, const Facts& facts) {
    const auto* answers = find_list(text_of(params, "answers"), facts);
    const auto* asked = find_list(text_of(params, "of"), facts);
    if (answers == nullptr || asked == nullptr) return false;
    const auto field = text_of(params, "field");
    const auto members = names_in(*asked, field, [](const json::value&) { return true; });
    const auto heard_from = names_in(*answers, field, [&](const json::value& answer) {
        return is_as_wanted(params, answer, facts) && is_young_enough(params, answer, facts);
    });
    std::size_t heard = 0;
    for (const auto& name : heard_from)
        heard += members.count(name);

    // Nobody asked is nobody agreed: an empty list never makes a quorum.
    const auto* at_least = params.if_contains("at_least");
    if (at_least == nullptr) return !members.empty() && heard == members.size();
    if (!at_least->is_int64() || at_least->get_int64() < 1) return false;
    return heard >= static_cast<std::size_t>(at_least->get_int64());
}

}  // namespace clarion::core::statechart
