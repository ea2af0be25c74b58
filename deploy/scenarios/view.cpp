#include "deploy/scenarios/view.hpp"

#include <algorithm>
#include <array>

namespace clarion::scenarios {

namespace {

using core::statechart::State;
using core::statechart::StateIndex;

// Groupings of the process that a reader has no need to see in every line.
constexpr std::array<std::string_view, 2> kQuietParents{"live", "open"};

// Regions that say something once they move: not told of before.
constexpr std::array<std::string_view, 3> kQuietAtFirst{"searches", "risk", "risk_review"};

bool is_quiet(const State& state) {
    return std::find(kQuietParents.begin(), kQuietParents.end(), state.key) != kQuietParents.end();
}

bool is_quiet_at_first(std::string_view region) {
    return std::find(kQuietAtFirst.begin(), kQuietAtFirst.end(), region) != kQuietAtFirst.end();
}

// Where the region stands, by the keys from the region down: `decision.approving`.
std::string place_in(
    const core::Process& process, const core::CaseSnapshot& snapshot, StateIndex region
) {
    std::string place;
    for (const StateIndex index : snapshot.machine.active) {
        const State& state = process.definition.at(index);
        if (!process.definition.is_descendant(index, region) || is_quiet(state)) continue;
        if (!place.empty()) place += ".";
        place += state.key;
    }
    return place;
}

std::string describe_task(const core::TaskView& task) {
    std::string text = task.title;
    if (!task.each.empty()) text += ", " + task.each;
    text += " (";
    for (const std::string& role : task.roles) {
        if (&role != &task.roles.front()) text += ", ";
        text += role;
    }
    return text + ")";
}

bool is_on_late_list(const core::Process& process, const core::CaseSnapshot& snapshot) {
    if (snapshot.version == 0) return false;
    const auto lists = project(process, snapshot).lists;
    return std::find(lists.begin(), lists.end(), core::kLateTasksList) != lists.end();
}

std::vector<core::TaskView> missing_from(
    const std::vector<core::TaskView>& those, const std::vector<core::TaskView>& from
) {
    std::vector<core::TaskView> missing;
    for (const core::TaskView& task : those) {
        const bool there = std::any_of(from.begin(), from.end(), [&](const auto& other) {
            return other.state == task.state && other.each == task.each;
        });
        if (!there) missing.push_back(task);
    }
    return missing;
}

}  // namespace

std::string place_of(const core::Process& process, const core::CaseSnapshot& snapshot) {
    if (snapshot.version == 0) return {};
    for (const StateIndex region : process.definition.root().children) {
        if (process.definition.at(region).key != "process") continue;
        return place_in(process, snapshot, region);
    }
    return {};
}

std::vector<std::string> describe_difference(
    const core::Process& process, const core::CaseSnapshot& before, const core::CaseSnapshot& after
) {
    std::vector<std::string> lines;
    for (const StateIndex region : process.definition.root().children) {
        const std::string was = place_in(process, before, region);
        const std::string is = place_in(process, after, region);
        const std::string& key = process.definition.at(region).key;
        if (was == is || (was.empty() && is_quiet_at_first(key))) continue;
        const std::string from = was.empty() ? "" : was + " -> ";
        lines.push_back(key + ": " + from + is);
    }
    const auto tasks_before =
        before.version == 0 ? std::vector<core::TaskView>() : project(process, before).tasks;
    const auto tasks_after = project(process, after).tasks;
    const bool was_late = is_on_late_list(process, before);
    if (was_late != is_on_late_list(process, after)) {
        lines.emplace_back(was_late ? "no task is late any more" : "on the list of late tasks");
    }
    for (const auto& task : missing_from(tasks_before, tasks_after)) {
        lines.push_back("task closed: " + describe_task(task));
    }
    for (const auto& task : missing_from(tasks_after, tasks_before)) {
        lines.push_back("task opened: " + describe_task(task));
    }
    return lines;
}

std::string describe_effect(const core::Effect& effect) {
    std::string text = "effect: " + effect.name;
    if (!effect.params.is_object()) return text;
    for (const auto& [name, param] : effect.params.get_object()) {
        if (param.is_string()) text += " " + std::string(param.get_string());
    }
    return text;
}

std::string describe_refusal(const core::Refusal& refusal) {
    return "refused " + std::string(core::to_string(refusal.code)) + ": " + refusal.detail;
}

std::string describe_errors(const std::vector<core::FieldError>& errors) {
    std::string text = "refused invalid_form:";
    for (const core::FieldError& error : errors) {
        if (&error != &errors.front()) text += ",";
        text += " " + (error.field.empty() ? std::string("/") : error.field) + " " + error.code;
    }
    return text;
}

}  // namespace clarion::scenarios
