// Projection: what lists, clocks and work queues need of a case, derived from its snapshot. Holds
// no personal data.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/access/principal.hpp"
#include "engine/core/cases/process.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/core/cases/snapshot.hpp"
#include "engine/core/cases/stops.hpp"

namespace clarion::core {

// A piece of work that a state asks for. `each` tells the tasks of one state apart: the agency, or
// "".
struct TaskView {
    std::string state;  // state id
    std::string each;
    std::string title;
    std::string queue;
    std::vector<std::string> roles;
    int priority = 0;
    std::optional<Instant> due;
};

struct Projection {
    std::vector<std::string> states;  // active leaf ids, sorted
    std::string queue;                // of the process region; empty when nothing waits
    std::string outcome;              // outcome code, or ""
    int priority = 0;                 // higher first; danger raises it
    bool closed = false;
    std::optional<Instant> due_at;   // the whole-case limit
    std::vector<TaskView> tasks;     // open now
    std::string assignee;            // person id, or ""
    std::vector<std::string> lists;  // where an open case is found beside its queue; sorted
    std::vector<std::string> walls;  // who is kept from it (access/walls.hpp); sorted
};

// Where a case's record says whose it is to work on: a person id. Frozen: shared with workflows.
inline constexpr std::string_view kAssigneePath = "assignee";

// Names of lists. Frozen: stored. Others come from the workflow's states (`meta.lists`).
inline constexpr std::string_view kUnassignedList = "unassigned";
inline constexpr std::string_view kLateTasksList = "tasks_late";
[[nodiscard]] std::string list_of_person(const PersonId& person);
[[nodiscard]] std::string list_of_role(std::string_view role);

[[nodiscard]] Projection project(const Process& process, const CaseSnapshot& snapshot);

// When the whole case is due, as far as it is known at `now`; empty for a profile without that
// limit.
[[nodiscard]] std::optional<Instant> whole_case_due(
    const Process& process, const CaseSnapshot& snapshot, Instant now
);

// One action, and whether this person may take it now; `why_not` is the first reason that stands in
// the way.
struct ActionView {
    std::string name;
    std::string title;
    std::string form;
    bool allowed = false;
    bool awaited = false;  // by the innermost state that is entered, whose task waits
    bool depends = false;  // allowed, and what is written in its form decides whether it is taken
    std::optional<Refusal> why_not;
};

// Every action of the workflow that the person's roles could ever take, in document order. Guards
// that read the form are not asked.
[[nodiscard]] std::vector<ActionView> actions_for(
    const Process& process, const CaseSnapshot& snapshot, const Principal& principal, Instant now
);

// "Day 9 of 28": gross and net clocks (domain.md 2.2).
struct ClockView {
    Instant received_at;
    std::optional<Instant> due_at;
    int day = 0;
    int days_total = 0;               // with those by which holds put it off, where they may
    int days_held = 0;                // days under a hold, still counted by the gross clock
    std::string state;                // on_time, warned, overdue; of a stopped clock as it was then
    std::optional<Instant> forecast;  // of the outcome; empty where none can be made
    ClockStops stops;
};

[[nodiscard]] ClockView clock_of(const Process& process, const CaseSnapshot& snapshot, Instant now);

}  // namespace clarion::core
