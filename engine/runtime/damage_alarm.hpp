// DamageAlarm: what is said when somebody, or a timer, or a delivery comes upon a damaged case: a
// metric, a line for operators, and an entry in the log. Loud each time: it must be repaired.
//
// Ownership: borrows all.
// Threads:   engine thread only. Requires: a batch is open, and no savepoint of the failed work.
#pragma once

#include "engine/ports/world.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_damaged.hpp"

namespace clarion::runtime {

class DamageAlarm {
public:
    DamageAlarm(ports::Log& log, ports::Metrics& metrics, AuditRecorder& recorder)
        : log_(log), metrics_(metrics), recorder_(recorder) {}

    void sound(const Caller& caller, const CaseDamaged& damaged);

private:
    ports::Log& log_;
    ports::Metrics& metrics_;
    AuditRecorder& recorder_;
};

}  // namespace clarion::runtime
