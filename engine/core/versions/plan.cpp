// The plan of a migration: read strictly, and held against the two versions.
#include <array>
#include <set>

#include "engine/core/statechart/configuration.hpp"
#include "engine/core/versions/migration.hpp"

namespace clarion::core {

namespace {

using Problems = std::vector<statechart::Problem>;

constexpr std::array<std::string_view, 6> kKeys{
    "workflow", "from", "to", "states", "context", "reason"};

std::string text(const json::object& document, std::string_view key, Problems& problems) {
    const auto* value = document.if_contains(key);
    if (value != nullptr && value->is_string() && !value->get_string().empty())
        return std::string(value->get_string());
    problems.push_back({"/" + std::string(key), "must be text, not empty"});
    return {};
}

const json::object& object(const json::object& document, std::string_view key, Problems& problems) {
    static const json::object kNothing;
    const auto* value = document.if_contains(key);
    if (value == nullptr) return kNothing;
    if (const auto* found = value->if_object()) return *found;
    problems.push_back({"/" + std::string(key), "must be an object"});
    return kNothing;
}

}  // namespace

Result<MigrationPlan, Problems> read_plan(const json::object& document) {
    Problems problems;
    for (const auto& member : document) {
        const std::string_view key = member.key();
        if (std::find(kKeys.begin(), kKeys.end(), key) == kKeys.end())
            problems.push_back({"/" + std::string(key), "is not a known key here"});
    }
    MigrationPlan plan;
    plan.workflow = text(document, "workflow", problems);
    plan.from = text(document, "from", problems);
    plan.to = text(document, "to", problems);
    plan.reason = text(document, "reason", problems);
    for (const auto& [old_id, new_id] : object(document, "states", problems)) {
        if (new_id.is_string()) {
            plan.states.emplace(old_id, new_id.get_string());
        } else {
            problems.push_back({"/states/" + std::string(old_id), "must be the id of a state"});
        }
    }
    plan.context = object(document, "context", problems);
    if (plan.from == plan.to) problems.push_back({"/to", "must be another version than from"});
    if (!problems.empty()) return failure(std::move(problems));
    return plan;
}

Problems plan_problems(const MigrationPlan& plan, const Process& from, const Process& to) {
    Problems problems;
    for (const auto& [old_id, new_id] : plan.states) {
        const std::string at = "/states/" + old_id;
        if (!from.definition.by_id.contains(old_id))
            problems.push_back({at, "version " + from.version + " has no such state"});
        const auto found = to.definition.by_id.find(new_id);
        if (found == to.definition.by_id.end()) {
            problems.push_back({at, "version " + to.version + " has no state " + new_id});
        } else if (statechart::is_history(to.definition.at(found->second))) {
            problems.push_back({at, new_id + " is a history state: name where the case stands"});
        }
    }
    for (const auto& state : from.definition.states) {
        if (!statechart::is_leaf(state) || plan.states.contains(state.id)) continue;
        if (!to.definition.by_id.contains(state.id)) {
            problems.push_back(
                {"/states", state.id + " has no place in version " + to.version + ": map it"}
            );
        }
    }
    return problems;
}

}  // namespace clarion::core
