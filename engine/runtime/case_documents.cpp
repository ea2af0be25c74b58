#include "engine/runtime/case_documents.hpp"

#include "engine/core/reference.hpp"

namespace clarion::runtime {

namespace json = core::json;

json::value time_or_null(const std::optional<core::Instant>& instant) {
    if (!instant) return nullptr;
    return json::value(core::to_rfc3339(*instant));
}

json::value text_or_null(const std::string& text) {
    if (text.empty()) return nullptr;
    return json::value(text);
}

json::array text_array(const std::vector<std::string>& texts) {
    json::array array;
    array.reserve(texts.size());
    for (const std::string& text : texts)
        array.emplace_back(text);
    return array;
}

json::object case_state(const ports::CaseRow& row) {
    json::object document;
    document.reserve(9);
    document["reference"] = core::format_reference(row.reference);
    document["version"] = row.version;
    document["states"] = text_array(row.states);
    document["outcome"] = text_or_null(row.outcome);
    document["queue"] = text_or_null(row.queue);
    document["priority"] = row.priority;
    document["closed"] = row.closed;
    document["received_at"] = core::to_rfc3339(row.received_at);
    document["due_at"] = time_or_null(row.due_at);
    return document;
}

json::object clock_document(
    const core::Process& process, const core::CaseSnapshot& snapshot, core::Instant now
) {
    const core::ClockView clock = core::clock_of(process, snapshot, now);
    json::object document;
    document["state"] = clock.state;
    document["day"] = clock.day;
    document["days_total"] = clock.days_total;
    document["days_left"] = clock.days_total - clock.day;
    document["days_held"] = clock.days_held;
    document["received_at"] = core::to_rfc3339(clock.received_at);
    document["due_at"] = time_or_null(clock.due_at);
    document["forecast_at"] = time_or_null(clock.forecast);
    document["decided_at"] = time_or_null(clock.stops.decided_at);
    document["outcome_communicated_at"] = time_or_null(clock.stops.outcome_communicated_at);
    document["closed_at"] = time_or_null(clock.stops.closed_at);
    return document;
}

InRegion where_in_region(
    const core::Process& process, const std::vector<std::string>& leaf_ids, std::string_view region
) {
    const auto& definition = process.definition;
    for (const std::string& id : leaf_ids) {
        const auto leaf = definition.by_id.find(id);
        if (leaf == definition.by_id.end()) continue;
        const core::statechart::State* state = &definition.at(leaf->second);
        std::string stage = state->key;
        while (state->depth > 1) {
            stage = state->key;
            state = &definition.at(state->parent);
        }
        if (state->key != region) continue;
        const std::string& title = process.state_rules[leaf->second].title;
        return {.title = title.empty() ? stage : title, .stage = stage};
    }
    return {};
}

namespace {

const json::value& or_null(const json::value* found) {
    static const json::value nothing;
    return found != nullptr ? *found : nothing;
}

}  // namespace

const json::value& member(const json::object& object, std::string_view key) {
    return or_null(object.if_contains(key));
}

const json::value& member(const core::statechart::Context& context, std::string_view key) {
    return or_null(context.if_contains(key));
}

}  // namespace clarion::runtime
