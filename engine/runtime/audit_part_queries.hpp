// AuditPartQueries: what auditors ask of many entries, a part at a time, and of one entry in words.
// The first part of a reading is itself an entry, which says what was asked.
#pragma once

#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

// So many entries are looked at in one part.
inline constexpr int kEntriesAPart = 1000;
// The leaves, each after its length (32 bits, big-endian).
[[nodiscard]] std::string with_lengths(const std::vector<ports::LoggedEntry>& entries);
// Where each of them stands, in the same order.
[[nodiscard]] core::json::array places_of(const std::vector<ports::LoggedEntry>& entries);
// No: the log was retired, and that somebody asked for its entries is recorded.
[[nodiscard]] Outcome refuse_retired(const Caller& caller);
// The place behind the last entry that there is.
[[nodiscard]] std::uint64_t end_of_log(ports::AuditLog& log);
// "log NUMBER ORIGIN SIZE ROOT" of every log that has entries before the place `end`, as they were
// when the open one, of name `origin`, ended there; newest first, each with its end of line. None
// when `end` is not in the open log, or behind its end. Frozen: in signed manifests.
[[nodiscard]] std::string log_lines(
    ports::AuditLog& log, const core::Sha256& sha256, const std::string& origin, std::uint64_t end
);

class AuditPartQueries {
public:
    explicit AuditPartQueries(QueryParts parts) : parts_(parts) {}

    [[nodiscard]] Outcome part(const Caller& caller, const ReadAuditPart& asked);
    [[nodiscard]] Outcome explain(const Caller& caller, const ExplainAuditEntry& asked);

private:
    void record(const Caller& caller, std::string type, std::string why);
    // For each action of the workflows those that must be another person's.
    [[nodiscard]] core::json::object shared_actions() const;
    [[nodiscard]] bool is_out_of_hours(const core::json::object& entry) const;

    QueryParts parts_;
};

}  // namespace clarion::runtime
