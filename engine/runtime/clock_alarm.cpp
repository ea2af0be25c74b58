#include "engine/runtime/clock_alarm.hpp"

#include <cstdlib>

#include "engine/runtime/steady_clock.hpp"

namespace clarion::runtime {

bool ClockAlarm::has_news() const {
    return (std::chrono::abs(clock_.drift()) > kClockDriftMax) != is_off_;
}

void ClockAlarm::record() {
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = is_off_ ? "clock_agrees" : "clock_jumped";
    note.why = "system";
    note.out = is_off_ ? core::AuditOutcome::ok : core::AuditOutcome::error;
    recorder_.record({core::system_principal(), "engine"}, note);
}

void ClockAlarm::told() {
    is_off_ = !is_off_;
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(clock_.drift()).count();
    metrics_.gauge("clarion_clock_drift_seconds", static_cast<double>(seconds));
    if (!is_off_) return log_.write(ports::LogLevel::warning, "clock_agrees");
    metrics_.count("clarion_alarms_total", "clock_jumped");
    log_.write(
        ports::LogLevel::error,
        "clock_jumped",
        {{"seconds", std::to_string(seconds)},
         {"remedy",
          "deadlines go on by the machine's own count; set the clock right, or, when it is right "
          "now, start again with --believe-clock"}}
    );
}

}  // namespace clarion::runtime
