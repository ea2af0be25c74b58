// The auditors' query language: `actor:x cls:disclosure type:approve_decision subj:ref -out:ok
// from:2026-11-01 to:2026-11-30`. All terms must hold; `-` says it must not; a value with spaces
// stands in quotes. Days are UTC, and `to` a day means to its end.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/result.hpp"
#include "engine/ports/audit_log.hpp"

namespace clarion::runtime {

inline constexpr std::size_t kAuditQueryBytesMax = 1000;
inline constexpr std::size_t kAuditTermsMax = 20;

// The error is a sentence: "at character N: ...", counted from 1.
[[nodiscard]] core::Result<ports::AuditQuery, std::string> parse_audit_query(std::string_view text);

}  // namespace clarion::runtime
