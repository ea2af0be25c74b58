#include "engine/core/cases/projection.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "engine/core/access/walls.hpp"
#include "engine/core/cases/advance.hpp"
#include "engine/core/cases/agency_packs.hpp"
#include "engine/core/cases/hidden_lists.hpp"
#include "engine/core/cases/pauses.hpp"

namespace clarion::core {

namespace {

using statechart::StateIndex;

// Names that workflows and profiles share with the engine. Frozen.
constexpr std::string_view kProcessRegion = "process";
constexpr std::string_view kClosedState = "closed";
constexpr std::string_view kOutcomePath = "outcome.code";
constexpr std::string_view kAgencyAnswersPath = "forum.answers";
// Answers after which the agency still owes one.
constexpr std::array<std::string_view, 2> kNotYetAnswers{"more_time", "wrong_person"};

std::string text_of(const json::value* found) {
    return found != nullptr && found->is_string() ? std::string(found->get_string())
                                                  : std::string();
}

// The root's child of that name, or the root where a workflow has no regions.
StateIndex region_of(const Process& process, std::string_view key) {
    const auto& root = process.definition.root();
    for (const StateIndex child : root.children) {
        if (process.definition.at(child).key == key) return child;
    }
    return root.index;
}

// The innermost queue that an active state of the process region names.
std::string queue_of(const Process& process, const CaseSnapshot& snapshot) {
    const StateIndex region = region_of(process, kProcessRegion);
    std::string queue;
    for (const StateIndex state : snapshot.machine.active) {
        const StateRule& rule = process.state_rules[state];
        if (process.definition.is_descendant(state, region) && !rule.queue.empty()) {
            queue = rule.queue;
        }
    }
    return queue;
}

bool is_closed(const Process& process, const CaseSnapshot& snapshot) {
    const StateIndex region = region_of(process, kProcessRegion);
    const auto& active = snapshot.machine.active;
    return std::any_of(active.begin(), active.end(), [&](StateIndex index) {
        const auto& state = process.definition.at(index);
        return state.parent == region && index != region && state.key == kClosedState;
    });
}

bool has_final_answer(const statechart::Context& context, const std::string& agency) {
    const json::value* answers = context.find(kAgencyAnswersPath);
    if (answers == nullptr || !answers->is_array()) return false;
    const auto& list = answers->get_array();
    return std::any_of(list.begin(), list.end(), [&](const json::value& entry) {
        const json::object* answer = entry.if_object();
        if (answer == nullptr || text_of(answer->if_contains("agency")) != agency) return false;
        const std::string said = text_of(answer->if_contains("answer"));
        return std::find(kNotYetAnswers.begin(), kNotYetAnswers.end(), said) ==
               kNotYetAnswers.end();
    });
}

std::vector<std::string> entries_waiting(
    const statechart::Context& context, std::string_view path
) {
    std::vector<std::string> waiting;
    const json::value* list = context.find(path);
    if (list == nullptr || !list->is_array()) return waiting;
    for (const json::value& entry : list->get_array()) {
        if (!entry.is_string()) continue;
        std::string name(entry.get_string());
        const bool twice = std::find(waiting.begin(), waiting.end(), name) != waiting.end();
        if (!twice && !has_final_answer(context, name)) waiting.push_back(std::move(name));
    }
    return waiting;
}

std::optional<Instant> task_due(
    const Process& process,
    const CaseSnapshot& snapshot,
    StateIndex state,
    const std::string& limit_name
) {
    const auto limit = process.limits.find(limit_name);
    if (limit == process.limits.end()) return std::nullopt;
    const auto since = snapshot.tasks_since.find(state);
    const Instant entered =
        since == snapshot.tasks_since.end() ? snapshot.received_at : since->second;
    const statechart::Context& context = snapshot.machine.context;
    const Instant from = instant_at(context, limit->second.from).value_or(entered);
    return due_of_limit(process, limit->second, context, from, snapshot.at);
}

// An agency has its own limit, where the catalogue gives it one.
std::string limit_for(const Process& process, StateIndex state, const std::string& agency) {
    const json::object* asked = find_agency(process, agency);
    std::string own =
        asked == nullptr ? std::string() : text_of(asked->if_contains("answer_within"));
    return process.limits.contains(own) ? own : process.state_rules[state].task_due;
}

void add_tasks(
    const Process& process,
    const CaseSnapshot& snapshot,
    StateIndex state,
    std::vector<TaskView>& tasks
) {
    const StateRule& rule = process.state_rules[state];
    TaskView task{
        .state = process.definition.at(state).id,
        .each = {},
        .title = rule.task_title.empty() ? rule.title : rule.task_title,
        .queue = rule.queue,
        .roles = rule.task_roles,
        .priority = rule.task_priority,
        .due = task_due(process, snapshot, state, rule.task_due),
    };
    if (rule.task_each.empty()) {
        tasks.push_back(std::move(task));
        return;
    }
    for (std::string& entry : entries_waiting(snapshot.machine.context, rule.task_each)) {
        tasks.push_back(task);
        tasks.back().due = task_due(process, snapshot, state, limit_for(process, state, entry));
        tasks.back().each = std::move(entry);
    }
}

// As of the last event: a task's limit is a timer of its state, and that is an event too.
bool has_late_task(const std::vector<TaskView>& tasks, Instant now) {
    return std::any_of(tasks.begin(), tasks.end(), [&](const TaskView& task) {
        return task.due && *task.due <= now;
    });
}

// A case that is closed waits for nobody. An agency's task is on no list of ours.
std::vector<std::string> lists_of(
    const Process& process, const CaseSnapshot& snapshot, const Projection& projection
) {
    if (projection.closed) return {};
    std::set<std::string> lists;
    for (const StateIndex state : snapshot.machine.active) {
        const auto& named = process.state_rules[state].lists;
        lists.insert(named.begin(), named.end());
    }
    for (const TaskView& task : projection.tasks) {
        if (!task.each.empty()) continue;
        for (const std::string& role : task.roles)
            lists.insert(list_of_role(role));
    }
    if (has_late_task(projection.tasks, snapshot.at)) lists.emplace(kLateTasksList);
    lists.insert(
        projection.assignee.empty() ? std::string(kUnassignedList)
                                    : list_of_person({projection.assignee})
    );
    return {lists.begin(), lists.end()};
}

// A sealed case is in no queue and on no list but its readers' own, so that no count tells of it.
// What is kept from somebody stands on a list that says so, and is left out of what they count.
void hide_from_lists(const Walls& walls, Projection& projection) {
    if (walls.sealed) projection.queue.clear();
    if (projection.closed) return;
    if (walls.sealed) {
        projection.lists.assign({std::string(kSealedList)});
        for (const PersonId& reader : walls.readers) {
            if (!walls.conflicted.contains(reader))
                projection.lists.push_back(list_of_person(reader));
        }
    }
    for (const PersonId& person : walls.conflicted)
        projection.lists.push_back(list_of_conflict(person));
    std::sort(projection.lists.begin(), projection.lists.end());
}

}  // namespace

std::string list_of_conflict(const PersonId& person) {
    return "conflict:" + person.text;
}

std::string queue_within(const Process& process, const CaseSnapshot& snapshot) {
    return queue_of(process, snapshot);
}

std::string list_of_person(const PersonId& person) {
    return "person:" + person.text;
}

std::string list_of_role(std::string_view role) {
    return "role:" + std::string(role);
}

Projection project(const Process& process, const CaseSnapshot& snapshot) {
    Projection projection;
    projection.states = statechart::leaf_ids(process.definition, snapshot.machine);
    projection.queue = queue_of(process, snapshot);
    projection.outcome = text_of(snapshot.machine.context.find(kOutcomePath));
    projection.due_at = whole_case_due(process, snapshot, snapshot.at);
    for (const StateIndex state : snapshot.machine.active) {
        const StateRule& rule = process.state_rules[state];
        projection.priority = std::max({projection.priority, rule.priority, rule.task_priority});
        if (rule.has_task) add_tasks(process, snapshot, state, projection.tasks);
    }
    // A danger that is told of afterwards waits for somebody: such a case is on the lists again.
    projection.closed = is_closed(process, snapshot) && projection.tasks.empty();
    projection.assignee = text_of(snapshot.machine.context.find(kAssigneePath));
    projection.lists = lists_of(process, snapshot, projection);
    const Walls walls = walls_of(snapshot.machine.context);
    projection.walls = written(walls);
    if (!projection.walls.empty()) hide_from_lists(walls, projection);
    return projection;
}

}  // namespace clarion::core
