// SystemEvents: what the program itself tells a case: a timer fired, a check was answered, a
// message was sent or could not be.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Failure: lets StoreUnavailable and LostRace through.
#pragma once

#include <string>

#include "engine/core/cases/decide.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/case_writer.hpp"

namespace clarion::runtime {

class SystemEvents {
public:
    SystemEvents(const ports::Clock& clock, CaseWriter& writer, AuditRecorder& recorder);

    // False: no state wants it any more. That is recorded, and the event is dropped.
    bool tell(
        const Caller& caller, const CaseInHand& held, std::string event, core::json::object data
    );

    enum class Fired { fired, not_armed, unbounded };
    [[nodiscard]] Fired fire(
        const Caller& caller, const CaseInHand& held, const std::string& timer_id
    );

    // Something about this case that the log must know and no state does.
    void note(
        const Caller& caller,
        const ports::CaseRow& row,
        std::string type,
        core::AuditOutcome out,
        core::json::object detail
    );

private:
    const ports::Clock& clock_;
    CaseWriter& writer_;
    AuditRecorder& recorder_;
};

}  // namespace clarion::runtime
