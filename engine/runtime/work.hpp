// Work: what the outside may ask of the engine, and what it hears back. The seam between the edge
// and the engine.
//
// Threads: made on any thread, handed over through a WorkQueue, answered from the engine thread.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>

#include "engine/core/access/principal.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/outside.hpp"
#include "engine/runtime/access_work.hpp"
#include "engine/runtime/agency_work.hpp"
#include "engine/runtime/auditor_work.hpp"
#include "engine/runtime/body.hpp"
#include "engine/runtime/errand_work.hpp"
#include "engine/runtime/finding.hpp"
#include "engine/runtime/keeping_work.hpp"
#include "engine/runtime/log_work.hpp"
#include "engine/runtime/version_work.hpp"

namespace clarion::runtime {

// Who asks, and under which request id the log will name it.
struct Caller {
    core::Principal principal;
    std::string request_id;
};

// Bring a request in. Answer: {reference, next}, the same whatever the records hold.
struct SubmitRequest {
    Body form;
    Idempotency idempotency;
    std::string channel;   // online, phone, front_desk, service
    std::string language;  // en, cy
    // From where, hashed under a key that is thrown away; empty: nobody knows.
    std::string network;
    // How many different people the form was about before it was sent; 0: it is not known.
    int people_named = 0;
};

// Open a case by hand: {workflow, channel, language, form}. Answer: {reference, workflow, merged}.
struct StartCase {
    Body body;
    Idempotency idempotency;
};

// Take an action on a case. Answer: the case's state document (see query_service.hpp).
struct TakeAction {
    std::string reference;  // as written by the caller
    std::string action;
    Body form;
    Idempotency idempotency;
    std::optional<std::uint64_t> if_match;
};

// Somebody nobody knows says that it is no longer safe to reach whoever asked: by the reference, or
// by name and date of birth of an applicant or a person at risk. Answer: {}, whatever there is.
struct ReportContactUnsafe {
    std::string reference;  // as written
    std::string name;
    std::string birth_date;  // 1988-05-12, or ""
    std::string what_changed;
    std::string safe_way;
};

struct OpenCase {
    std::string reference;
};
struct ListActions {
    std::string reference;
};
struct ReadTimeline {
    std::string reference;
    std::uint64_t after = 0;
};
struct ReadClock {
    std::string reference;
};
struct DrawDiagram {
    std::string reference;
};  // {dot: "..."}: the adapter renders it
// One part of it, so that nobody waits for a report: {year, made_at, plan, facts, open, unreadable,
// next}, for core::statistics. Not for whoever asked: facts are of single cases.
struct ReadReport {
    std::string name;
    int year = 0;                      // of receipt; 0: this one
    std::optional<core::CaseId> next;  // where the last part ended
};

// For the delivery thread alone.
struct DeliveryResult {
    std::uint64_t outbox_id = 0;
    ports::Delivery delivery;
};

using AnyAsked = std::variant<
    SubmitRequest,
    StartCase,
    TakeAction,
    AnswerAgencyRequest,
    ReportContactUnsafe,
    RefuseAttempt,
    OpenCase,
    ListActions,
    ReadTimeline,
    ReadClock,
    DrawDiagram,
    ListCases,
    SearchCases,
    ReadRelated,
    ListAgencyRequests,
    ReadAgencyRequest,
    PreviewPapers,
    ListCaseAgencies,
    RevealPerson,
    BreakGlass,
    ListAlerts,
    SettleAlert,
    RecordSignIn,
    RaiseAlert,
    ReadAuditEvents,
    ReadAuditCheckpoint,
    ReadAuditTile,
    ProveAuditEntry,
    ReadAuditPart,
    ExplainAuditEntry,
    ListKeptQueries,
    KeepQuery,
    DropQuery,
    AskExport,
    ListExports,
    SettleExport,
    ReadExport,
    ReadReport,
    ListRetention,
    ReadRetention,
    TakeRetentionAct,
    ListWorkflows,
    ReadWorkflow,
    ReadLogEntries,
    ReadLogCheckpoints,
    KeepCheckpoint,
    ProveConsistency,
    TurnKeys,
    ReplayCases,
    KeepVersion,
    SurveyMove,
    MoveCases,
    TurnTokens,
    TakeTurn,
    LookNow,
    DeliveryResult>;

// One of them. How so many kinds are copied, moved and taken apart is compiled once, in work.cpp,
// and not wherever one is named.
struct Asked : AnyAsked {
    using AnyAsked::AnyAsked;
    ~Asked();
    Asked(const Asked& other);
    Asked(Asked&& other) noexcept;
    Asked& operator=(const Asked& other);
    Asked& operator=(Asked&& other) noexcept;
};

struct Answered {
    core::json::value document;
    std::optional<std::uint64_t> version;  // of the case, for the ETag
    std::string bytes;                     // for tiles, checkpoints, proofs and log entries
    bool created = false;                  // 201 rather than 200
};
// The store or the log could not be written: nothing happened, or it is not known (then repeat with
// the same key). Or this one case is damaged: nothing happened, and nothing will before it is
// repaired.
struct Unavailable {
    bool outcome_unknown = false;
    bool case_damaged = false;
};
using Answer = std::variant<Answered, core::Refusal, Unavailable>;

struct Work {
    Caller caller;
    Asked asked;
    std::function<void(Answer)> answer;  // called once, on the engine thread, after the commit
};

class WorkQueue {
public:
    virtual ~WorkQueue() = default;
    // False when it is full: the caller answers 503 and nothing happened.
    [[nodiscard]] virtual bool offer(Work work) = 0;
};

}  // namespace clarion::runtime
