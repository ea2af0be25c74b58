// CommandService: takes one command from what was sent to what is stored. The order in which it
// refuses is part of the API (design 8).
//
// Ownership: borrows everything; all must outlive it.
// Threads:   engine thread only. Requires: an attempt of the unit of work is under way.
// Failure:   lets StoreUnavailable and LostRace through; a refusal is returned, not thrown.
#pragma once

#include "engine/ports/world.hpp"
#include "engine/runtime/answer_keeper.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_opener.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/case_writer.hpp"
#include "engine/runtime/definitions.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

struct CommandParts {
    ports::CaseStore& store;
    const ports::Clock& clock;
    core::Sha256 sha256;
    Definitions& definitions;
    CaseVault& vault;
    CaseWriter& writer;
    AuditRecorder& recorder;
    CaseOpener& opener;
    const AuditSubject& nowhere;  // see CaseAccess
};

class CommandService {
public:
    explicit CommandService(CommandParts parts);

    [[nodiscard]] Outcome submit(const Caller& caller, const SubmitRequest& asked);
    [[nodiscard]] Outcome take_action(const Caller& caller, const TakeAction& asked);
    [[nodiscard]] Outcome answer_agency(const Caller& caller, const AnswerAgencyRequest& asked);

private:
    struct Step;
    // What a step came to, and whom it told.
    struct Done {
        CaseInHand after;
        core::json::object form;
        std::vector<std::string> recipients;
    };

    [[nodiscard]] Outcome take(Step& step);
    [[nodiscard]] std::optional<core::Refusal> check_turn(const Step& step);
    [[nodiscard]] bool may_act(const Step& step);
    [[nodiscard]] std::vector<core::FieldError> check_references(
        const Step& step, const core::json::object& schema, const core::json::object& form
    );
    [[nodiscard]] core::Result<Done, core::Refusal> decide_and_write(Step& step);
    void record_done(const Step& step, AuditNote note, const Done& done);
    [[nodiscard]] AuditNote note_of(const Step& step) const;

    CommandParts parts_;
    CaseAccess access_;
    AnswerKeeper answers_;
};

}  // namespace clarion::runtime
