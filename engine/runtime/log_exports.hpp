// LogExports: how entries of the log leave the service as files: an auditor asks, with a reason and
// for whom; another person, auditor or supervisor, agrees; then the two can fetch them, and nobody
// else. What they agreed to is a manifest with the files' hashes: the entry of the approval commits
// to it, so that the log's own signature, by the proof of that entry, is the manifest's.
// Source: Data Protection Act 2018 s.62(4), for the purposes.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// Limits:  kExportOpen to agree, and then as long to fetch; kExportsListedMax are listed.
#pragma once

#include <chrono>
#include <string>

#include "engine/runtime/answer_keeper.hpp"
#include "engine/runtime/sealed_requests.hpp"

namespace clarion::runtime {

inline constexpr std::chrono::days kExportOpen{7};
// When it is long over, its row goes.
inline constexpr std::chrono::days kExportForgotten{90};
inline constexpr int kExportsListedMax = 50;

class LogExports {
public:
    // `origin`: of the log.
    LogExports(QueryParts parts, ports::IdSource& ids, std::string origin)
        : parts_(parts),
          ids_(ids),
          origin_(std::move(origin)),
          requests_(parts),
          answers_(parts.store) {}

    [[nodiscard]] Outcome ask(const Caller& caller, const AskExport& asked);
    [[nodiscard]] Outcome list(const Caller& caller);
    [[nodiscard]] Outcome settle(const Caller& caller, const SettleExport& asked);
    [[nodiscard]] Outcome read(const Caller& caller, const ReadExport& asked);

private:
    [[nodiscard]] std::string stage_of(const AuditRequest& request) const;
    // Why the act cannot be taken now; nothing when it can.
    [[nodiscard]] std::optional<core::Refusal> check(
        const Caller& caller, const AuditRequest& request, std::string_view act
    );
    [[nodiscard]] core::json::object item_of(const Caller& caller, const AuditRequest& request);
    // Puts manifest, salt and place on the request; gives the commitment to the manifest.
    [[nodiscard]] std::string approve(const Caller& caller, AuditRequest& request);
    [[nodiscard]] Outcome entries(
        const Caller& caller, const AuditRequest& request, const ReadExport& asked
    );
    void forget_old();

    QueryParts parts_;
    ports::IdSource& ids_;
    std::string origin_;
    SealedRequests requests_;
    AnswerKeeper answers_;
};

}  // namespace clarion::runtime
