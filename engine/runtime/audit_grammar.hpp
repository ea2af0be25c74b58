// The auditors' query language, the same in command line, API and page:
//
//     actor:REF action:approve_decision case:7K3M-2QXT-C outcome:denied class:disclosure -why:duty
//     created:2026-11-24   created:2026-11-01..2026-11-30   created:>=2026-11-01T08:00:00Z
//
//     "approve decision"   -"assigned"   -x "assigned"
//
// All terms must hold; `-` says it must not; a value with spaces stands in quotes. A text in quotes
// by itself is looked for in the entry's words (core::entry_says), and in no detail. The names of
// an entry's own members do as well: type for action, subj for case, out for outcome, cls for
// class, and org, why, req, recipient. Days are UTC and whole; `from:` and `to:` are the two ends.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/result.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"

namespace clarion::runtime {

inline constexpr std::size_t kAuditQueryBytesMax = 1000;
inline constexpr std::size_t kAuditTermsMax = 20;

// The error is a sentence: "at character N: ...", counted in characters from 1. Refused are also
// values that no class and no outcome has, times that end before they begin, and control
// characters.
[[nodiscard]] core::Result<ports::AuditQuery, std::string> parse_audit_query(std::string_view text);

// A case is written by its reference; the log knows it by another name.
void name_cases_as_the_log_does(ports::AuditQuery& query, ports::CaseStore& cases);

}  // namespace clarion::runtime
