// Watch: holds every entry that is written against the detection rules, and raises the alerts in
// the same transaction.
//
// What it counts is of today and in memory; a restart reads today's entries again. Work that was
// taken back may have been counted: a count is a reason to look, no proof.
//
// Ownership: borrows everything.
// Threads:   engine thread only.
// Limits:    kCaughtUpMax entries of today are read again after a restart.
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include "engine/core/access/detection.hpp"
#include "engine/runtime/alert_desk.hpp"
#include "engine/runtime/definitions.hpp"
#include "engine/runtime/staff_register.hpp"
#include "engine/runtime/watch_settings.hpp"

namespace clarion::runtime {

inline constexpr int kCaughtUpMax = 50'000;

struct WatchParts {
    ports::CaseStore& store;
    ports::AuditLog& log;
    ports::KeyVault& keys;
    const ports::Clock& clock;
    Definitions& definitions;
    AlertDesk& alerts;
    WatchSettings settings;
};

class Watch {
public:
    explicit Watch(WatchParts parts) : parts_(std::move(parts)) {}

    // The rules of the profile that new requests follow; none: nothing is watched. Reads today's
    // entries. Requires: a batch is open.
    void begin();
    void saw(const Caller& caller, const AuditNote& note, const core::AuditRef& actor);

private:
    [[nodiscard]] core::Observation observed(
        const Caller& caller, const AuditNote& note, const core::AuditRef& actor
    );
    [[nodiscard]] bool is_about_them(const Caller& caller, const core::CaseId& id);
    void catch_up();

    WatchParts parts_;
    std::unique_ptr<core::Detector> detector_;
    const core::Zone* zone_ = nullptr;
    // Whether a case is about this person: asked once.
    std::map<std::pair<core::PersonId, core::CaseId>, bool> about_them_;
};

}  // namespace clarion::runtime
