#include "engine/runtime/key_turn.hpp"

#include <algorithm>

#include "engine/ports/failures.hpp"
#include "engine/runtime/case_damaged.hpp"

namespace clarion::runtime {

namespace {

constexpr int kCasesMax = 4096;

}  // namespace

void KeyTurn::record(const Caller& caller, const char* type) {
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = type;
    note.why = "system";
    parts_.recorder.record(caller, note);
}

bool KeyTurn::rewrap(const ports::CaseRow& row) {
    if (row.key.key_id == parts_.keys.newest_key_id()) return false;
    try {
        parts_.store.keep_key(row.id, parts_.keys.rewrap(row.key));
    } catch (const ports::IntegrityBroken& broken) {
        throw CaseDamaged(row.audit_ref, broken.what());
    }
    return true;
}

// Little of it, and gone in seconds; what cannot be read is looked at by LaterWatch.
void KeyTurn::rewrap_later_work() {
    std::uint64_t after = 0;
    for (;;) {
        const auto rows = parts_.store.every_later(after, kCasesMax);
        for (const ports::LaterRow& row : rows) {
            after = row.id;
            if (row.key.key_id == parts_.keys.newest_key_id()) continue;
            try {
                parts_.store.keep_later_key(row.id, parts_.keys.rewrap(row.key));
            } catch (const ports::IntegrityBroken&) {
                continue;
            }
        }
        if (rows.empty()) return;
    }
}

void KeyTurn::rewrap_audit_requests() {
    std::uint64_t after = 0;
    for (;;) {
        const auto rows = parts_.store.every_audit_request(after, kCasesMax);
        for (const ports::AuditRequestRow& row : rows) {
            after = row.number;
            if (row.key.key_id == parts_.keys.newest_key_id()) continue;
            try {
                parts_.store.keep_audit_request_key(row.id, parts_.keys.rewrap(row.key));
            } catch (const ports::IntegrityBroken&) {
                continue;  // said where it is read
            }
        }
        if (rows.empty()) return;
    }
}

Outcome KeyTurn::go_on(const Caller& caller, const TurnKeys& asked) {
    if (!asked.after) {
        try {
            parts_.keys.read_again();
        } catch (const ports::KeyUnavailable& wrong) {
            return refuse_unrecorded(core::RefusalCode::malformed_body, wrong.what());
        }
        record(caller, "key_turn_begun");
    }
    const int limit = std::clamp(asked.limit, 1, kCasesMax);
    const auto rows = parts_.store.every_case(asked.after, limit);
    const auto rewrapped =
        std::count_if(rows.begin(), rows.end(), [this](const auto& row) { return rewrap(row); });
    const bool is_last = std::cmp_less(rows.size(), limit);
    if (is_last) {
        rewrap_later_work();
        rewrap_audit_requests();
        record(caller, "key_turn_ended");
    }
    core::json::value next = nullptr;
    if (!is_last) next = rows.back().id.text;
    return answered_with(
        {{"looked_at", rows.size()},
         {"rewrapped", rewrapped},
         {"cases", parts_.store.count_cases()},
         {"next", std::move(next)}}
    );
}

}  // namespace clarion::runtime
