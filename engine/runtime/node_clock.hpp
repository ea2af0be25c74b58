// NodeClock: holds the clock that this node acts by against the store's own, where several nodes
// share one: deadlines, leases and the order of entries would part ways otherwise. Says, once each
// time, that they differ and that they agree again: a metric, a line for operators, an entry in the
// log, an alert to supervisors, and a word for the health page.
// Source: assurance E2 row 16, for the bound.
//
// Ownership: borrows all.
// Threads:   engine thread only.
// Limits:    a look every kNodeClockLooks; what a round trip to the store takes counts as drift.
#pragma once

#include <chrono>

#include "engine/runtime/alert_desk.hpp"
#include "engine/runtime/engine.hpp"

namespace clarion::runtime {

inline constexpr std::chrono::seconds kNodeClockDriftMax{5};
inline constexpr std::chrono::seconds kNodeClockLooks{10};

// Frozen: in the log, and an alert's rule.
inline constexpr std::string_view kNodeClockOff = "node_clock_off";

class NodeClock {
public:
    NodeClock(const Services& services, AuditRecorder& recorder, AlertDesk& alerts)
        : services_(services), recorder_(recorder), alerts_(alerts) {}

    [[nodiscard]] bool is_due() const {
        return services_.store_is_shared && services_.clock.since_boot() >= next_look_;
    }
    // Requires: a batch is open.
    void look();
    // The batch was kept.
    void told();

private:
    const Services& services_;
    AuditRecorder& recorder_;
    AlertDesk& alerts_;
    std::chrono::milliseconds next_look_{};  // since boot
    std::chrono::milliseconds drift_{};      // ahead of the store's
    bool is_off_ = false;                    // as was told
    bool found_off_ = false;                 // as the last look found
};

}  // namespace clarion::runtime
