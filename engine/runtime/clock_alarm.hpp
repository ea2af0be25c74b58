// ClockAlarm: says, once each time, that the wall clock jumped and is not believed, and that it
// agrees again: a metric, a line for operators with the remedy, and an entry in the log.
//
// Ownership: borrows all.
// Threads:   engine thread only.
#pragma once

#include "engine/ports/world.hpp"
#include "engine/runtime/audit_recorder.hpp"

namespace clarion::runtime {

class ClockAlarm {
public:
    ClockAlarm(
        const ports::Clock& clock, ports::Log& log, ports::Metrics& metrics, AuditRecorder& recorder
    )
        : clock_(clock), log_(log), metrics_(metrics), recorder_(recorder) {}

    // Whether there is something to say; then say it in a batch.
    [[nodiscard]] bool has_news() const;
    // Requires: a batch is open.
    void record();
    // The batch was kept.
    void told();

private:
    const ports::Clock& clock_;
    ports::Log& log_;
    ports::Metrics& metrics_;
    AuditRecorder& recorder_;
    bool is_off_ = false;
};

}  // namespace clarion::runtime
