// The plan of a migration: read strictly, and held against the two versions.
#include <algorithm>
#include <array>

#include "engine/core/cases/advance.hpp"
#include "engine/core/statechart/configuration.hpp"
#include "engine/core/statechart/expressions.hpp"
#include "engine/core/versions/migration.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kReceivedAt = "received_at";

using Problems = std::vector<statechart::Problem>;

constexpr std::array<std::string_view, 7> kKeys{
    "workflow", "from", "to", "to_hash", "states", "context", "reason"};
constexpr std::size_t kHashLength = 64;

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

// Not what a workflow sees beside the context, nor what the case was opened with.
bool may_be_patched(std::string_view name) {
    return !statechart::is_reserved_name(name) && name != statechart::kProfileName &&
           name != kReceivedAt && name != kLinks &&
           std::find(kOpeningNames.begin(), kOpeningNames.end(), name) == kOpeningNames.end();
}

// The top-level part of the machine that a state lies in.
const std::string& region_of(const statechart::Definition& definition, statechart::StateIndex at) {
    while (definition.at(at).parent != 0)
        at = definition.at(at).parent;
    return definition.at(at).key;
}

void check_place(
    const Process& from,
    const Process& to,
    const std::string& old_id,
    const std::string& new_id,
    Problems& problems
) {
    const std::string at = "/states/" + old_id;
    const auto old_place = from.definition.by_id.find(old_id);
    if (old_place == from.definition.by_id.end())
        problems.push_back({at, "version " + from.version + " has no such state"});
    const auto place = to.definition.by_id.find(new_id);
    if (place == to.definition.by_id.end())
        return problems.push_back({at, "version " + to.version + " has no state " + new_id});
    if (statechart::is_history(to.definition.at(place->second)))
        problems.push_back({at, new_id + " is a history state: name where the case stands"});
    const bool has_regions = from.definition.root().kind == statechart::StateKind::parallel &&
                             to.definition.root().kind == statechart::StateKind::parallel;
    if (!has_regions || old_place == from.definition.by_id.end()) return;
    const std::string& region = region_of(from.definition, old_place->second);
    const auto& regions = to.definition.root().children;
    const bool is_kept = std::any_of(regions.begin(), regions.end(), [&](auto child) {
        return to.definition.at(child).key == region;
    });
    if (is_kept && region_of(to.definition, place->second) != region)
        problems.push_back({at, new_id + " is not in " + region + ", where the case stands"});
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
    if (document.contains("to_hash")) {
        plan.to_hash = text(document, "to_hash", problems);
        const bool is_hash =
            plan.to_hash.size() == kHashLength &&
            plan.to_hash.find_first_not_of("0123456789abcdef") == std::string::npos;
        if (!is_hash) problems.push_back({"/to_hash", "must be 64 hexadecimal digits, lower case"});
    }
    plan.reason = text(document, "reason", problems);
    for (const auto& [old_id, new_id] : object(document, "states", problems)) {
        if (new_id.is_string()) {
            plan.states.emplace(old_id, new_id.get_string());
        } else {
            problems.push_back({"/states/" + std::string(old_id), "must be the id of a state"});
        }
    }
    plan.context = object(document, "context", problems);
    for (const auto& member : plan.context) {
        if (!may_be_patched(member.key()))
            problems.push_back(
                {"/context/" + std::string(member.key()), "is not for a plan to change"}
            );
    }
    if (plan.from == plan.to) problems.push_back({"/to", "must be another version than from"});
    if (!problems.empty()) return failure(std::move(problems));
    return plan;
}

Problems plan_problems(const MigrationPlan& plan, const Process& from, const Process& to) {
    Problems problems;
    for (const auto& [old_id, new_id] : plan.states) {
        check_place(from, to, old_id, new_id, problems);
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
