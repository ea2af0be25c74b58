// Questions: which query answers what was asked. One row for each kind of question.
//
// Threads: engine thread only. Requires: an attempt of the unit of work is under way.
// To add one: its struct in work.hpp, its query, a row here.
#pragma once

#include "engine/runtime/agency_queries.hpp"
#include "engine/runtime/audit_part_queries.hpp"
#include "engine/runtime/audit_queries.hpp"
#include "engine/runtime/case_queries.hpp"
#include "engine/runtime/case_search.hpp"
#include "engine/runtime/list_queries.hpp"
#include "engine/runtime/report_queries.hpp"
#include "engine/runtime/signer_queries.hpp"
#include "engine/runtime/workflow_queries.hpp"

namespace clarion::runtime {

[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const OpenCase& asked
) {
    return CaseQueries(queries).open(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ListActions& asked
) {
    return CaseQueries(queries).actions(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadTimeline& asked
) {
    return CaseQueries(queries).timeline(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadClock& asked
) {
    return CaseQueries(queries).clock(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const DrawDiagram& asked
) {
    return CaseQueries(queries).diagram(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ListCases& asked
) {
    return ListQueries(queries).cases(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const SearchCases& asked
) {
    return CaseSearch(queries).search(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadRelated& asked
) {
    return CaseSearch(queries).related(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ListAgencyRequests& asked
) {
    return ListQueries(queries).agency_requests(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadAgencyRequest& asked
) {
    return ListQueries(queries).agency_request(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const PreviewPapers& asked
) {
    return AgencyQueries(queries).preview(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ListCaseAgencies& asked
) {
    return AgencyQueries(queries).of_case(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadAuditEvents& asked
) {
    return AuditQueries(queries).events(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadAuditCheckpoint& asked
) {
    return AuditQueries(queries).checkpoint(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadAuditTile& asked
) {
    return AuditQueries(queries).tile(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ProveAuditEntry& asked
) {
    return AuditQueries(queries).proof(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadReport& asked
) {
    return ReportQueries(queries).part(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ListWorkflows& asked
) {
    return WorkflowQueries(queries).list(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadWorkflow& asked
) {
    return WorkflowQueries(queries).read(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller&, const ReadLogEntries& asked
) {
    return SignerQueries(queries).entries(asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller&, const ReadLogCheckpoints& asked
) {
    return SignerQueries(queries).checkpoints(asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller&, const KeepCheckpoint& asked
) {
    return SignerQueries(queries).keep(asked);
}

[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller&, const ProveConsistency& asked
) {
    return SignerQueries(queries).consistency(asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ReadAuditPart& asked
) {
    return AuditPartQueries(queries).part(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(
    const QueryParts& queries, const Caller& caller, const ExplainAuditEntry& asked
) {
    return AuditPartQueries(queries).explain(caller, asked);
}
[[nodiscard]] inline Outcome answer_to_question(const QueryParts&, const Caller&, const TakeTurn&) {
    return answered_with({});
}

}  // namespace clarion::runtime
