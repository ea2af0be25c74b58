// Model: what a simulated force is like: who works when, how long things take, which way they go.
//
// Data of a scheme (workflows/<scheme>/simulation.json, schemas/simulation.schema.json), never of
// the code. All figures are assumptions to be replaced by the force's own.
// Failure: everything wrong with the document is told at once, with JSON pointers.
#pragma once

#include <chrono>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "engine/core/cases/process.hpp"
#include "engine/core/simulation/random.hpp"

namespace clarion::core::simulation {

// One way a form is filled: the form's own example, changed by `patch` (RFC 7396); fields named in
// `from_context` take what stands at that path of the case.
struct FormVariant {
    int weight = 1;
    json::object patch;
    std::vector<std::pair<std::string, std::string>> from_context;
};

struct ActionModel {
    int weight = 1;          // against other actions of the same task; 0: never taken for a task
    Span minutes{10, 30};    // of one person's work
    Span waits{0, 0};        // minutes before the work can begin: a date to be met, a reply
    bool once = false;       // first thing in a task, and not again in it
    std::string each_field;  // takes what tells the task apart, such as the agency
    std::vector<FormVariant> forms;
};

// Something that may come up in any case, whatever its stage.
struct Interruption {
    std::string action;
    int per_thousand = 0;  // cases
    Span after;            // minutes since receipt
};

// What comes back for an effect.
struct EffectAnswer {
    std::string event;
    Span after;                      // minutes
    std::vector<std::string> copy;   // members of the effect's parameters
    std::vector<std::string> times;  // members that hold the moment of the answer
    std::vector<FormVariant> variants;
};

struct Shift {
    bool working_days_only = true;
    std::chrono::minutes from{};
    std::chrono::minutes to{};
};

struct StaffGroup {
    std::string name;
    std::vector<std::string> roles;
    std::string agency;
    int people = 1;
    std::string shift;
};

// How requests of one workflow come in.
struct Route {
    int weight = 1;
    std::vector<FormVariant> requests;  // over the example of the form that opens a case
};

struct Model {
    Instant starts;
    std::vector<int> arrivals_by_hour;                 // 24 weights, local time
    std::map<std::string, Route, std::less<>> routes;  // by workflow id, or by route for any scheme
    std::map<std::string, Shift, std::less<>> shifts;
    std::vector<StaffGroup> staff;
    std::map<std::string, ActionModel, std::less<>> actions;
    std::vector<Interruption> interruptions;
    std::map<std::string, EffectAnswer, std::less<>> effects;
    std::int64_t retry_minutes = 240;  // after the workflow's rules said: not yet
};

// `agencies`: those of the profile; a staff group of the agency "*" is made once for each of them.
[[nodiscard]] Result<Model, std::vector<statechart::Problem>> read_model(
    const json::object& document, const std::vector<std::string>& agencies
);

}  // namespace clarion::core::simulation
