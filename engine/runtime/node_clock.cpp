#include "engine/runtime/node_clock.hpp"

#include <string>

namespace clarion::runtime {

void NodeClock::look() {
    next_look_ = services_.clock.since_boot() + kNodeClockLooks;
    const auto store_time = services_.store.store_time();
    if (!store_time) return;
    drift_ = services_.clock.now() - *store_time;
    found_off_ = std::chrono::abs(drift_) > kNodeClockDriftMax;
    if (found_off_ == is_off_) return;
    const Caller engine{core::system_principal(), "engine"};
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = found_off_ ? kNodeClockOff : "node_clock_agrees";
    note.why = "system";
    note.out = found_off_ ? core::AuditOutcome::error : core::AuditOutcome::ok;
    recorder_.record(engine, note);
    if (!found_off_) return;
    // Once a day for each node that runs: what goes on being wrong is in metrics and log.
    const std::string day = core::to_rfc3339(services_.clock.now()).substr(0, 10);
    const std::string once =
        std::string(kNodeClockOff) + "|" + services_.clock.boot_id() + "|" + day;
    alerts_.raise(engine, {.rule = std::string(kNodeClockOff), .once = once, .subject = {}});
}

void NodeClock::told() {
    services_.metrics.gauge(
        "clarion_node_clock_drift_seconds", std::chrono::duration<double>(drift_).count()
    );
    if (found_off_ == is_off_) return;
    is_off_ = found_off_;
    const std::string ms = std::to_string(drift_.count());
    if (is_off_) {
        services_.log.write(
            ports::LogLevel::error,
            kNodeClockOff,
            {{"ahead_ms", ms},
             {"remedy",
              "this node and the database disagree on the time: set the one right that is wrong, "
              "and look to the time service of both"}}
        );
    } else {
        services_.log.write(ports::LogLevel::warning, "node_clock_agrees", {{"ahead_ms", ms}});
    }
    if (!services_.clock_state) return;
    services_.clock_state(
        is_off_ ? "ready, but the clock is " + ms + " ms ahead of the database's" : std::string()
    );
}

}  // namespace clarion::runtime
