// SealedRequests: what auditors ask of the log and is kept, with its words sealed under a key of
// its own: a query may name the case that somebody looks into.
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: an attempt of the unit of work is under way.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

// Frozen: stored.
inline constexpr std::string_view kKeptQuery = "query";
inline constexpr std::string_view kLogExport = "export";

struct AuditRequest {
    ports::AuditRequestRow row;
    core::json::object words;
};

class SealedRequests {
public:
    explicit SealedRequests(QueryParts parts) : parts_(parts) {}

    // Seals the words and keeps the row, which gets a key where it has none yet.
    void keep(AuditRequest& request);
    // Empty: there is none of this kind, or it is damaged.
    [[nodiscard]] std::optional<AuditRequest> find(std::string_view kind, std::string_view id);
    [[nodiscard]] std::vector<AuditRequest> all(
        std::string_view kind, const core::AuditRef& owner, int limit
    );
    // A kept query of the caller's own, as it was written.
    [[nodiscard]] std::optional<std::string> own_query(const Caller& caller, std::string_view id);
    [[nodiscard]] core::AuditRef ref_of(const Caller& caller);

private:
    // Empty, and an alarm, when it is not what was sealed.
    [[nodiscard]] std::optional<AuditRequest> opened(ports::AuditRequestRow row);

    QueryParts parts_;
};

}  // namespace clarion::runtime
