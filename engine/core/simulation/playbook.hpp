// Playbook: what simulated people do about each task, and with which forms; worked out once for
// each process and state.
//
// Ownership: borrows model and processes.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "engine/core/cases/process.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/core/simulation/model.hpp"

namespace clarion::core::simulation {

// Everything wrong with a filled form.
using FormCheck =
    std::function<std::vector<FieldError>(const std::string& form, const json::value& filled)>;

// One workflow to simulate, and the schemas of its forms by name.
struct Workflow {
    const Process* process = nullptr;
    const json::object* forms = nullptr;
};

// An action as it can be taken for tasks.
struct Play {
    std::string action;
    const ActionRule* rule = nullptr;
    const ActionModel* model = nullptr;
    std::vector<json::object> forms;  // by variant
    std::vector<int> weights;
};

class Playbook {
public:
    Playbook(const Model& model, std::vector<Workflow> workflows, FormCheck check);

    // Every form that the model fills and the schemas refuse; pointers go into the model.
    [[nodiscard]] std::vector<statechart::Problem> problems();

    // What may be done about a task of this state. Empty: the model has nothing and the workflow
    // offers nothing that leads on.
    [[nodiscard]] const std::vector<Play>& plays(
        std::size_t workflow, statechart::StateIndex state
    );
    // Null for an action that this workflow does not have.
    [[nodiscard]] const Play* find_play(std::size_t workflow, std::string_view action);
    [[nodiscard]] json::object request(std::size_t workflow, std::size_t variant) const;
    [[nodiscard]] const Route& route(std::size_t workflow) const;
    [[nodiscard]] const Process& process(std::size_t workflow) const {
        return *workflows_[workflow].process;
    }
    [[nodiscard]] std::size_t size() const { return workflows_.size(); }
    [[nodiscard]] bool is_filled_well(const Play& play, const json::object& form) const;

private:
    [[nodiscard]] Play play_of(std::size_t workflow, const ActionRule& rule) const;
    [[nodiscard]] std::vector<Play> find_plays(std::size_t workflow, statechart::StateIndex state);
    [[nodiscard]] json::object example(std::size_t workflow, const std::string& form) const;
    [[nodiscard]] bool comes_up_by_itself(const std::string& action) const;

    const Model& model_;
    std::vector<Workflow> workflows_;
    FormCheck check_;
    std::map<std::pair<std::size_t, statechart::StateIndex>, std::vector<Play>> by_state_;
    std::vector<std::map<std::string, Play, std::less<>>> by_action_;  // by workflow
};

}  // namespace clarion::core::simulation
