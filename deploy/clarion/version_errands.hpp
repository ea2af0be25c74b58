// VersionErrands: what one operator asks about stored cases and another version of their workflow,
// of the service that runs or of a store at rest.
//
//   {"errand": "bring_version", "name": NAME, "bundle": TEXT}    first; what follows is about it
//        -> {"workflow": ID}
//   {"errand": "replay_cases", "after": ID}                      see runtime::ReplayCases
//   {"errand": "bring_plan", "name": NAME, "plan": TEXT}         -> {}
//   {"errand": "survey_move", "after": ID}                       see runtime::SurveyMove
//   {"errand": "try_moves", "after": ID}                         see runtime::MoveCases
//   {"errand": "sign_move", "proposal": BASE64, "approval": BASE64}
//        -> {"proposed_by": NAME, "approved_by": NAME}
//   {"errand": "move_cases", "after": ID}                        see runtime::MoveCases
//   a failure       -> {"failed": WHY, "exit": CODE}
//
// The version is compiled on the asking thread; the engine only looks at cases with it.
// Ownership: borrows room and queue; both must outlive it.
// Threads:   any but the engine's; one at a time.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "deploy/clarion/engine_room.hpp"
#include "engine/core/json.hpp"
#include "engine/runtime/version_work.hpp"

namespace clarion::deploy {

class VersionErrands {
public:
    // `administrators`: the keys of those who may sign a plan.
    VersionErrands(
        EngineRoom& room, runtime::WorkQueue& queue, std::filesystem::path administrators
    )
        : room_(room), queue_(queue), administrators_(std::move(administrators)) {}

    // Empty: it is no errand of these.
    [[nodiscard]] std::optional<core::json::object> run(const core::json::object& errand);

private:
    using Answer = core::json::object (VersionErrands::*)(const core::json::object& errand);
    [[nodiscard]] static Answer answer_of(const std::string& name);

    [[nodiscard]] core::json::object bring_version(const core::json::object& errand);
    [[nodiscard]] core::json::object replay_cases(const core::json::object& errand);
    [[nodiscard]] core::json::object bring_plan(const core::json::object& errand);
    [[nodiscard]] core::json::object survey_move(const core::json::object& errand);
    [[nodiscard]] core::json::object try_moves(const core::json::object& errand);
    [[nodiscard]] core::json::object sign_move(const core::json::object& errand);
    [[nodiscard]] core::json::object move_cases(const core::json::object& errand);

    [[nodiscard]] core::json::object ask(runtime::Asked asked);
    [[nodiscard]] std::shared_ptr<const runtime::Migration> migration() const;

    EngineRoom& room_;
    runtime::WorkQueue& queue_;
    std::filesystem::path administrators_;

    std::string bundle_;
    std::shared_ptr<const core::Process> candidate_;
    std::shared_ptr<const ports::FormChecker> forms_;
    std::string plan_;  // as it was signed
    std::optional<core::MigrationPlan> read_plan_;
    std::optional<core::MigrationPeople> people_;  // once both signed
};

}  // namespace clarion::deploy
