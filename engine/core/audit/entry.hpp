// Audit entries: the exact bytes of one leaf of the log. Frozen (assurance C2).
//
// RFC 8785 (JCS) object, UTF-8, NFC, integers within +-(2^53-1), at most kEntryBytesMax bytes. No
// personal data.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/json.hpp"
#include "engine/core/sha256.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::core {

inline constexpr std::size_t kEntryBytesMax = 4096;

enum class AuditClass {
    collection,
    alteration,
    consultation,
    disclosure,
    combination,
    erasure,
    security,
    system
};
enum class AuditOutcome { ok, denied, error };
inline constexpr std::array kAuditClasses{
    AuditClass::collection,
    AuditClass::alteration,
    AuditClass::consultation,
    AuditClass::disclosure,
    AuditClass::combination,
    AuditClass::erasure,
    AuditClass::security,
    AuditClass::system};
inline constexpr std::array kAuditOutcomes{
    AuditOutcome::ok, AuditOutcome::denied, AuditOutcome::error};
[[nodiscard]] std::string_view to_string(AuditClass kind);
[[nodiscard]] std::string_view to_string(AuditOutcome outcome);

struct AuditEntry {
    std::uint64_t seq = 0;  // leaf index; set by the log
    Instant ts;
    std::uint64_t mono_ms = 0;  // monotonic since boot
    std::string boot;           // id of this boot
    AuditClass cls = AuditClass::system;
    std::string type;  // action or read, such as approve_decision, case_opened
    AuditRef actor;
    std::string org;                  // force or agency id
    std::string auth;                 // sign-in method
    AuditRef subj;                    // case; empty when none
    std::uint64_t subj_n = 0;         // gap-free per case; set by the log
    std::vector<std::string> fields;  // names of classes seen, never values
    std::string why;                  // code: assigned, duty, agency_request, system, audit
    std::string recipient;            // ref, for disclosures
    AuditOutcome out = AuditOutcome::ok;
    std::string det;  // commitment, base64; empty when no detail
    std::string req;  // request id
};

// The leaf's bytes. Empty members are left out.
[[nodiscard]] std::string leaf_bytes(const AuditEntry& entry);

// base64(SHA-256("clarion-audit-detail/v1\n" || salt || detail)).
[[nodiscard]] std::string commitment(
    const Sha256& sha256, const Digest& salt, std::string_view detail
);

// RFC 8785 for the values we use (no floats). Members sorted by UTF-16 code units.
[[nodiscard]] std::string canonical_json(const json::value& value);

}  // namespace clarion::core
