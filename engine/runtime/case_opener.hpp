// CaseOpener: every road by which a case begins.
//
// Ownership: borrows everything; all must outlive it.
// Threads:   engine thread only. Requires: a batch and a savepoint are open.
// Failure:   lets StoreUnavailable and LostRace through; a refusal is returned, not thrown.
#pragma once

#include <optional>
#include <string>

#include "engine/ports/world.hpp"
#include "engine/runtime/answer_keeper.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/case_writer.hpp"
#include "engine/runtime/definitions.hpp"
#include "engine/runtime/later_work.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/sending_counts.hpp"
#include "engine/runtime/system_events.hpp"

namespace clarion::runtime {

struct OpenerParts {
    ports::CaseStore& store;
    ports::KeyVault& keys;
    ports::IdSource& ids;
    const ports::Clock& clock;
    Definitions& definitions;
    CaseWriter& writer;
    CaseVault& vault;
    SystemEvents& events;
    AuditRecorder& recorder;
    const AuditSubject& nowhere;  // see CaseAccess
    LaterWork& later;
};

// What a new case is made of. `identity` lacks its id and reference: they are drawn here.
struct CaseToOpen {
    ProcessHandle process;
    core::Command command;
    core::NewCase identity;
    std::string why;  // for the log
};

class CaseOpener {
public:
    explicit CaseOpener(OpenerParts parts);

    // A new case from a checked form, with its log entry and search tokens.
    [[nodiscard]] core::Result<CaseInHand, core::Refusal> open(
        const Caller& caller, CaseToOpen wanted
    );

    [[nodiscard]] Outcome start(const Caller& caller, const StartCase& asked);
    // Has a new case compared with others (see RequestComparison) once its answer has gone out.
    void have_compared(const Caller& caller, const CaseInHand& opened, const SubmitRequest& asked);

    // The open case that is about the same two people, where the workflow wants it told to that.
    [[nodiscard]] std::optional<CaseInHand> case_about_same_two(
        const Caller& caller, const core::Process& process, const core::json::object& form
    );
    // Tells it to that case instead of opening another. False: there is none, or it does not hear.
    [[nodiscard]] bool told_to_open_case(
        const Caller& caller, const core::Process& process, const core::json::object& form
    );

private:
    [[nodiscard]] Outcome begin(const Caller& caller, const core::json::object& body);
    [[nodiscard]] bool tell_again(
        const Caller& caller,
        const CaseInHand& held,
        const core::json::object& form,
        core::json::value told_by
    );

    [[nodiscard]] SendingCount count_sending(const CaseInHand& opened, const SubmitRequest& asked);

    OpenerParts parts_;
    SendingCounts sendings_;
    CaseAccess access_;
    AnswerKeeper answers_;
};

}  // namespace clarion::runtime
