// DeadlineWatch: fires the timers that are due, in the order in which they fell due. No deadline
// passes unseen: late is measured, and a timer that cannot fire is loud.
//
// Threads: engine thread only. Requires: a batch is open.
#pragma once

#include "engine/ports/case_store.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/case_writer.hpp"
#include "engine/runtime/damage_alarm.hpp"
#include "engine/runtime/system_events.hpp"
#include "engine/runtime/unit_of_work.hpp"

namespace clarion::runtime {

// When a timer is tried again whose case could not take the step.
inline constexpr std::chrono::hours kTryTimerAgain{1};

struct DeadlineParts {
    ports::CaseStore& store;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    CaseVault& vault;
    CaseWriter& writer;
    SystemEvents& events;
    UnitOfWork& unit;
    DamageAlarm& alarm;
};

class DeadlineWatch {
public:
    explicit DeadlineWatch(DeadlineParts parts) : parts_(parts) {}

    // True when more may be due.
    bool fire(int limit);

private:
    void fire_one(const ports::TimerRow& timer, core::Instant now);

    DeadlineParts parts_;
};

}  // namespace clarion::runtime
