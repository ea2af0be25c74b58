// The demonstration as a list: who does what, with which answers, and where the case must be
// afterwards.
#pragma once

#include <string_view>
#include <vector>

namespace clarion::deploy {

enum class DemoStepKind {
    action,          // an action on the case
    agency_answer,   // an answer to an agency request
    wait_for_checks  // until the records systems have answered this many checks
};

struct DemoStep {
    DemoStepKind kind = DemoStepKind::action;
    std::string_view persona;
    std::string_view action;
    std::string_view words;       // what it says it does
    std::string_view changes;     // JSON: how the form differs from its example
    std::string_view then_state;  // a leaf of the process region must end like this
    int checks = 0;
};

[[nodiscard]] const std::vector<DemoStep>& demo_steps();

}  // namespace clarion::deploy
