// Outcome: what one piece of work came to, and what the log must say of it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/access/walls.hpp"
#include "engine/core/audit/entry.hpp"
#include "engine/core/json.hpp"
#include "engine/core/result.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::runtime {

// The case an entry is about, and the key its detail is sealed under.
struct AuditSubject {
    core::CaseId id;
    core::AuditRef ref;
    ports::WrappedKey key;
    core::Reference reference = {};
    bool sealed = false;
};
[[nodiscard]] inline AuditSubject subject_of(const ports::CaseRow& row) {
    return {
        .id = row.id,
        .ref = row.audit_ref,
        .key = row.key,
        .reference = row.reference,
        .sealed = core::read_walls(row.walls).sealed};
}

// One entry as the acting code knows it; the recorder adds who, when and where.
struct AuditNote {
    core::AuditClass cls = core::AuditClass::system;
    std::string type;
    std::string why;
    std::optional<AuditSubject> subject;
    std::vector<std::string> fields;
    std::string recipient;  // of a disclosure, as recipient_in_log() writes it
    core::AuditOutcome out = core::AuditOutcome::ok;
    std::string det;            // a commitment to what is kept elsewhere; instead of a detail
    core::json::object detail;  // kept only with a subject: it is sealed under the case's key
};

// The answer is no. `note` is recorded after everything else the work did was taken back.
struct Refused {
    core::Refusal refusal;
    std::optional<AuditNote> note;
};

using Outcome = core::Result<Answered, Refused>;

[[nodiscard]] inline Answered answered_with(core::json::object document) {
    // Made of it, not assigned: the document keeps the memory it was built in.
    return {
        .document = core::json::value(std::move(document)),
        .version = std::nullopt,
        .bytes = {},
        .created = false,
    };
}

[[nodiscard]] inline core::Refusal refusal_of(core::RefusalCode code, std::string detail = {}) {
    return {.code = code, .detail = std::move(detail), .errors = {}, .version = 0};
}

// No, and nothing to record: nobody learnt or tried anything about a case that exists.
[[nodiscard]] inline Outcome refuse_unrecorded(core::RefusalCode code, std::string detail = {}) {
    return core::failure(Refused{
        .refusal = refusal_of(code, std::move(detail)), .note = std::nullopt});
}
[[nodiscard]] inline Outcome refuse(core::Refusal refusal, AuditNote note) {
    note.out = core::AuditOutcome::denied;
    return core::failure(Refused{.refusal = std::move(refusal), .note = std::move(note)});
}

}  // namespace clarion::runtime
