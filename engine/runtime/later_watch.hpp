// LaterWatch: does what answers did not wait for, soon after them: compares a new request with
// other cases, and tells cases that contact was said to be unsafe.
//
// Threads: engine thread only. Requires: a batch is open.
// Failure: what cannot be done now stays and is tried again: at once after a lost race, a second
//          after the store failed, and each hour, with an alarm each time, when a case is damaged
//          or the work cannot be read.
#pragma once

#include <vector>

#include "engine/runtime/contact_reports.hpp"
#include "engine/runtime/damage_alarm.hpp"
#include "engine/runtime/later_work.hpp"
#include "engine/runtime/request_comparison.hpp"
#include "engine/runtime/unit_of_work.hpp"

namespace clarion::runtime {

struct LaterWatchParts {
    ports::CaseStore& store;
    const ports::Clock& clock;
    ports::Log& log;
    ports::Metrics& metrics;
    CaseVault& vault;
    LaterWork& later;
    UnitOfWork& unit;
    WakeTimes& wake;
    DamageAlarm& alarm;
};

class LaterWatch {
public:
    LaterWatch(LaterWatchParts parts, RequestComparison comparison, ContactReports reports)
        : parts_(parts), comparison_(comparison), reports_(reports) {}

    // True when more may be ready.
    bool go(int limit);
    // Reports whose time has not come: nothing may be sent before they are heard. False: some are
    // still to be heard.
    [[nodiscard]] bool heed_reports(int limit);

private:
    void do_one(const ports::LaterRow& row);
    void run(const ports::LaterRow& row, std::vector<CaseDamaged>& damaged);
    void compare(
        const ports::LaterRow& row,
        const core::json::object& data,
        std::vector<CaseDamaged>& damaged
    );
    void heed(
        const ports::LaterRow& row, core::json::object data, std::vector<CaseDamaged>& damaged
    );
    void complain(const ports::LaterRow& row);
    void postpone(const ports::LaterRow& row);

    LaterWatchParts parts_;
    RequestComparison comparison_;
    ContactReports reports_;
};

}  // namespace clarion::runtime
