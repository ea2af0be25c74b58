// Stage: one case in memory, on which a script is played; and the report of what each step did.
//
// After every step it holds what was decided against what replaying gives, and goes on from the
// stored text, as the program does.
// Ownership: borrows the process and the forms.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "deploy/scenarios/script.hpp"
#include "engine/core/cases/decide.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/ports/form_checker.hpp"

namespace clarion::scenarios {

// What must hold after every step, whatever the script says; empty when it does.
using Faults = std::vector<std::string>;

class Stage {
public:
    Stage(const core::Process& process, const ports::FormChecker& forms, FindScript find_script);

    // What a reader sees of the step, a line each.
    [[nodiscard]] std::vector<std::string> play(const std::string& command);

    [[nodiscard]] const Faults& faults() const { return faults_; }
    // The outcome, once the process has come to an end with it; empty before.
    [[nodiscard]] std::string ended_as() const;
    [[nodiscard]] const core::CaseSnapshot& snapshot() const { return snapshot_; }
    // Transition::order of all that was taken.
    [[nodiscard]] const std::set<std::uint32_t>& taken() const { return taken_; }

private:
    using Lines = std::vector<std::string>;

    // The form's example as it would be written today, with what the script says of it.
    [[nodiscard]] core::json::object form_of_today(
        const std::string& form, const std::string& written
    ) const;
    [[nodiscard]] std::vector<core::FieldError> errors_of(
        const std::string& form, const core::json::object& filled
    ) const;
    Lines request(const std::string& written);
    Lines act(const std::string& action, const std::string& rest);
    Lines tell(const std::string& rest);
    // Every system of a set answers, by default that it found nothing.
    Lines searched(const std::string& rest);
    Lines wait(const std::string& how_long);
    Lines follow(const std::string& rest);
    Lines try_command(const core::Command& command);
    // Takes the step over and checks it; the effects' lines come back.
    Lines keep(const core::CaseSnapshot& before, const core::Accepted& accepted);
    Lines differences(const core::CaseSnapshot& before, const Lines& effects) const;
    void fault(const std::string& what);

    const core::Process& process_;
    const ports::FormChecker& forms_;
    FindScript find_script_;
    core::Instant now_;
    core::json::object carried_;  // from another case, before the request
    core::CaseSnapshot snapshot_;
    std::vector<core::CaseEvent> events_;
    std::set<std::uint32_t> taken_;
    Faults faults_;
};

}  // namespace clarion::scenarios
