// Rows to store: valid, different from each other, and easy to tell apart.
#pragma once

#include <string>

#include "engine/core/audit/entry.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/outbox.hpp"

namespace clarion::test {

// Noon of 24 November 2026, and minutes after it.
inline core::Instant minute(int minutes) {
    return core::parse_rfc3339("2026-11-24T12:00:00.000Z").value() + std::chrono::minutes(minutes);
}

inline ports::Bytes bytes(std::string_view text) {
    const ports::ByteView view = ports::view_of(text);
    return {view.begin(), view.end()};
}

inline ports::CaseRow a_case(const std::string& name) {
    ports::CaseRow row;
    row.id.text = "case-" + name;
    row.reference.text = "REF" + name;
    row.audit_ref.text = "subject-" + name;
    row.bundle.text = std::string(64, 'b');
    row.version = 1;
    row.key = {"first", bytes("wrapped key of " + name)};
    row.sealed_snapshot = bytes("sealed snapshot of " + name);
    row.received_at = minute(0);
    row.states = {"clock.on_time", "process.received"};
    row.queue = "intake";
    return row;
}

inline ports::EventRow an_event(const ports::CaseRow& of, std::uint64_t sequence) {
    return {of.id, sequence, minute(static_cast<int>(sequence)), bytes("event")};
}

inline ports::TaskRow a_task(const ports::CaseRow& of, const std::string& name) {
    ports::TaskRow row;
    row.id.text = "task-" + name;
    row.case_id = of.id;
    row.view = {"process.checks", "", "Do the checks", "research", {"researcher"}, 2, minute(60)};
    row.opened_at = minute(1);
    return row;
}

inline ports::OutboxRow an_effect(const ports::CaseRow& of, const std::string& key, int minutes) {
    ports::OutboxRow row;
    row.case_id = of.id;
    row.key = key;
    row.effect = "send_message";
    row.sealed_params = bytes("sealed parameters of " + key);
    row.not_before = minute(minutes);
    return row;
}

inline ports::LaterRow a_later(
    const std::string& kind, int minutes, std::optional<core::CaseId> of = std::nullopt
) {
    ports::LaterRow row;
    row.kind = kind;
    row.case_id = std::move(of);
    row.key = {"first", bytes("wrapped key of " + kind)};
    row.sealed = bytes("sealed work of " + kind);
    row.not_before = minute(minutes);
    return row;
}

inline core::AuditEntry an_entry(const std::string& actor, const std::string& subject) {
    core::AuditEntry entry;
    entry.ts = minute(0);
    entry.boot = "boot";
    entry.cls = core::AuditClass::consultation;
    entry.type = "case_opened";
    entry.actor.text = actor;
    entry.org = "force-a";
    entry.auth = "demo";
    entry.subj.text = subject;
    entry.why = "assigned";
    entry.req = "request-1";
    return entry;
}

inline core::Digest a_digest(std::uint8_t first) {
    core::Digest digest{};
    digest.front() = first;
    return digest;
}

}  // namespace clarion::test
