// AlertDesk: what a supervisor must look at about how the service was used: raised in the
// transaction of what gave rise to it, told through the outbox, and worked until it is settled.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Limits:  kAlertsShownMax at a time; those who are told have a mailbox each in the configuration.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "engine/ports/case_store.hpp"
#include "engine/ports/outbox.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/query_parts.hpp"
#include "engine/runtime/wake_times.hpp"

namespace clarion::runtime {

inline constexpr std::size_t kAlertsShownMax = 50;
// The effect, and whom it tells: two, so that neither can keep it to themselves. Frozen: stored.
inline constexpr std::string_view kAlertEffect = "alert_staff";
inline constexpr std::array<std::string_view, 2> kAlertMailboxes{"supervisor", "second_supervisor"};

// Frozen: in the log, and an alert's rule.
inline constexpr std::string_view kEmergencySignIn = "emergency_sign_in";

struct Alert {
    std::string rule;
    std::string once;  // what tells the same alert from another
    std::optional<AuditSubject> subject;
    std::uint64_t count = 1;
    bool folds = false;  // into an open one of the same rule, person and case
};

struct AlertParts {
    ports::CaseStore& store;
    ports::Outbox& outbox;
    ports::IdSource& ids;
    const ports::Clock& clock;
    ports::Metrics& metrics;
    AuditRecorder& recorder;
    WakeTimes& wake;
};

class AlertDesk {
public:
    explicit AlertDesk(AlertParts parts) : parts_(parts) {}

    // About what the caller did. False: it was raised before, and counts there.
    bool raise(const Caller& about, const Alert& alert);

    // Nobody sees or settles what is about themselves, nor settles what is about a case whose glass
    // they broke.
    [[nodiscard]] Outcome list(
        const QueryParts& queries, const Caller& caller, const ListAlerts& asked
    );
    [[nodiscard]] Outcome settle(
        const QueryParts& queries, const Caller& caller, const SettleAlert& asked
    );

    [[nodiscard]] Outcome record_sign_in(const Caller& caller, const RecordSignIn& asked);

private:
    [[nodiscard]] core::json::object item_of(
        const Caller& caller, CaseAccess& access, const ports::AlertRow& row
    );

    AlertParts parts_;
};

}  // namespace clarion::runtime
