// AlertStore: what rules over the log found, for supervisors to work.
//
// Threads, Durability, Failure: as the case store, which it is a part of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::ports {

// How somebody used the service, for a supervisor to look at. Names nobody but staff.
struct AlertRow {
    std::string id;    // random
    std::string rule;  // of the detection rules
    std::string once;  // rule, person and what it is about: the same is never raised twice
    core::PersonId person;
    std::optional<core::CaseId> case_id;
    core::Instant raised_at;
    std::uint64_t count = 0;  // what was counted, or how often it was met since
    bool folds = false;       // into an open one of the same rule, person and case; not stored
    std::optional<core::Instant> settled_at;
    core::PersonId settled_by;
    std::string finding;  // a code; empty while it is open
};

// Which alerts, newest first.
struct AlertPage {
    bool settled = false;
    core::PersonId but_about{};  // whose own are left out
    std::string after{};         // the last one that was shown; empty for the first page
    int limit = 0;
};

class AlertStore {
public:
    virtual ~AlertStore() = default;

    // False: one with the same `once` is there already, or one that it folds into, and counts it.
    [[nodiscard]] virtual bool raise_alert(const AlertRow& row) = 0;
    [[nodiscard]] virtual bool has_alert(std::string_view once) = 0;
    // Of this rule, about this person and case, whenever it was.
    [[nodiscard]] virtual bool has_alert_about(
        std::string_view rule, const core::PersonId& person, const core::CaseId& id
    ) = 0;
    [[nodiscard]] virtual std::vector<AlertRow> alerts(const AlertPage& page) = 0;
    [[nodiscard]] virtual std::optional<AlertRow> find_alert(std::string_view id) = 0;
    // Writes when, by whom and with which finding; nothing else of it.
    virtual void settle_alert(const AlertRow& settled) = 0;
};

}  // namespace clarion::ports
