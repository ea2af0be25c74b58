// What a reader of a script sees of a step: regions that moved, tasks that came and went, effects.
#pragma once

#include <string>
#include <vector>

#include "engine/core/cases/decide.hpp"
#include "engine/core/cases/projection.hpp"

namespace clarion::scenarios {

// Where the process region stands, such as `decision.approving`; empty before there is a case.
[[nodiscard]] std::string place_of(
    const core::Process& process, const core::CaseSnapshot& snapshot
);
[[nodiscard]] std::vector<std::string> describe_difference(
    const core::Process& process, const core::CaseSnapshot& before, const core::CaseSnapshot& after
);
// `effect: request_check person_records initial`: the name, and those parameters that are text.
[[nodiscard]] std::string describe_effect(const core::Effect& effect);
// `refused second_person_required: propose_decision`
[[nodiscard]] std::string describe_refusal(const core::Refusal& refusal);
// `refused invalid_form: /undertaking enum, /facts required`
[[nodiscard]] std::string describe_errors(const std::vector<core::FieldError>& errors);

}  // namespace clarion::scenarios
