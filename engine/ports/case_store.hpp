// CaseStore: where cases, their events, timers, tasks and undelivered effects are kept.
//
// Threads:    engine thread only.
// Durability: when commit() returns, all that was written since begin() survives loss of power.
// Failure:    throws StoreUnavailable when storage cannot answer, and CommitUnknown when it cannot
// say whether
//             the last commit took place; repeat with the same idempotency keys.
// Sealed bytes are made above this port: no personal data reaches it in the clear.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/cases/projection.hpp"
#include "engine/core/ids.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/alert_store.hpp"
#include "engine/ports/audit_request_store.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/ports/later_store.hpp"
#include "engine/ports/retention_store.hpp"

namespace clarion::ports {

struct CaseRow {
    core::CaseId id;
    core::Reference reference;
    core::AuditRef audit_ref;
    core::BundleHash bundle;
    std::uint64_t version = 0;
    WrappedKey key;
    // Written with the row. Reading a row leaves it empty: it is most of the row's bytes, and a
    // case that is open needs none of them; see sealed_snapshot_of.
    Bytes sealed_snapshot;
    core::Instant received_at;
    // Projection columns, for lists and clocks.
    std::vector<std::string> states;
    std::string queue;
    std::string outcome;
    int priority = 0;
    bool closed = false;
    std::optional<core::Instant> due_at;
    std::vector<std::string> lists;  // sorted, without repeats; none for a closed case
    std::vector<std::string> walls;  // who is kept from it (core/access/walls.hpp); sorted
};

struct EventRow {
    core::CaseId case_id;
    std::uint64_t sequence = 0;
    core::Instant at;
    Bytes sealed;
};

struct TimerRow {
    core::CaseId case_id;
    std::string timer_id;
    core::Instant due;
};

struct TaskRow {
    core::TaskId id;
    core::CaseId case_id;
    core::TaskView view;
    core::Instant opened_at;
    std::optional<core::Instant> closed_at;
};

struct StoredAnswer {
    core::Digest request_hash;  // of method, path and body
    std::string answer;         // JSON, no personal data
};

// A place in a list: what the last row shown sorted by.
struct CaseListing {
    std::string queue;  // empty: all
    bool closed_too = false;
    std::optional<CaseRow> after;  // only priority, due_at, received_at and id are read
    int limit = 25;
    std::vector<std::string> lists = {};  // when there are any: the open cases on one of these
};

// Somebody who works on cases, as they were when last seen.
struct Colleague {
    core::PersonId person;
    std::string name;
    std::vector<std::string> roles;
    friend bool operator==(const Colleague&, const Colleague&) = default;
};

class CaseStore : public AlertStore,
                  public RetentionStore,
                  public LaterStore,
                  public AuditRequestStore {
public:
    // One batch. Requires: begin before all else, then commit or rollback.
    virtual void begin() = 0;
    virtual void commit() = 0;
    virtual void rollback() noexcept = 0;
    // One command inside the batch; one level deep. Undoing takes back the audit head as well.
    virtual void open_savepoint() = 0;
    virtual void release_savepoint() = 0;
    virtual void undo_savepoint() = 0;
    // Rises with every row written into this store, its log or its outbox; undoing lowers nothing.
    [[nodiscard]] virtual std::uint64_t rows_written() const = 0;

    [[nodiscard]] virtual std::optional<CaseRow> find_case(const core::Reference& reference) = 0;
    [[nodiscard]] virtual std::optional<CaseRow> find_case(const core::CaseId& id) = 0;
    // Requires: the case is there.
    [[nodiscard]] virtual Bytes sealed_snapshot_of(const core::CaseId& id) = 0;
    virtual void insert_case(const CaseRow& row) = 0;
    // Writes all but the identity columns where the stored version is `row.version - 1`; false:
    // somebody was faster.
    [[nodiscard]] virtual bool update_case(const CaseRow& row) = 0;
    // The case's data key, wrapped anew. Requires: the case is there.
    virtual void keep_key(const core::CaseId& id, const WrappedKey& key) = 0;
    virtual void append_event(const EventRow& row) = 0;
    [[nodiscard]] virtual std::vector<EventRow> events_of(
        const core::CaseId& id, std::uint64_t after, int limit
    ) = 0;

    // Ordered by priority (highest first), due instant, receipt, id.
    [[nodiscard]] virtual std::vector<CaseRow> list_cases(const CaseListing& listing) = 0;
    // All cases there are, each once, in an order of the store's own: those behind `after`.
    [[nodiscard]] virtual std::vector<CaseRow> every_case(
        const std::optional<core::CaseId>& after, int limit
    ) = 0;
    [[nodiscard]] virtual std::uint64_t count_cases() = 0;
    // How many open cases each of these lists holds; `queue:<name>` and `open` are counted too.
    [[nodiscard]] virtual std::vector<std::uint64_t> count_lists(
        const std::vector<std::string>& lists
    ) = 0;

    // The lists that this case is found on, by the lists themselves. Sorted; none: it is closed.
    [[nodiscard]] virtual std::vector<std::string> lists_with(const core::CaseId& id) = 0;

    // Who works here: to whom a case can be given. By name.
    virtual void keep_colleague(const Colleague& colleague) = 0;
    [[nodiscard]] virtual std::vector<Colleague> colleagues() = 0;
    [[nodiscard]] virtual std::optional<Colleague> find_colleague(const core::PersonId& person) = 0;

    // Replaces the case's timers by these.
    virtual void set_timers(const core::CaseId& id, const std::vector<TimerRow>& timers) = 0;
    [[nodiscard]] virtual std::vector<TimerRow> timers_of(const core::CaseId& id) = 0;
    [[nodiscard]] virtual std::vector<TimerRow> due_timers(core::Instant now, int limit) = 0;
    [[nodiscard]] virtual std::optional<core::Instant> next_due() = 0;

    virtual void insert_task(const TaskRow& row) = 0;
    virtual void close_task(const core::TaskId& id, core::Instant at) = 0;
    [[nodiscard]] virtual std::vector<TaskRow> open_tasks_of(const core::CaseId& id) = 0;
    // Open agency requests: tasks whose `each` is this agency.
    [[nodiscard]] virtual std::vector<TaskRow> open_tasks_for_agency(
        std::string_view agency, int limit
    ) = 0;
    [[nodiscard]] virtual std::optional<TaskRow> find_task(const core::TaskId& id) = 0;

    // Idempotency: `scope` is the caller and `key` what they sent.
    [[nodiscard]] virtual std::optional<StoredAnswer> find_answer(
        std::string_view scope, std::string_view key
    ) = 0;
    virtual void keep_answer(
        std::string_view scope, std::string_view key, const StoredAnswer& answer, core::Instant at
    ) = 0;

    // These, and no other that the case had.
    virtual void put_search_tokens(
        const core::CaseId& id, const std::vector<core::Digest>& tokens
    ) = 0;
    [[nodiscard]] virtual std::vector<core::CaseId> cases_with_token(
        const core::Digest& token, int limit
    ) = 0;
    [[nodiscard]] virtual bool has_token(const core::CaseId& id, const core::Digest& token) = 0;

    // Random, stable log name of a person or service, made on first sight.
    [[nodiscard]] virtual core::AuditRef audit_ref_of(const core::PersonId& person) = 0;

    // What time it is by the store's own clock, where several machines write into it; empty
    // otherwise. Requires: a batch is open.
    [[nodiscard]] virtual std::optional<core::Instant> store_time() = 0;

    // Published bundles: never changed once written.
    virtual void publish_bundle(
        const core::BundleHash& hash, std::string_view bytes, core::Instant at
    ) = 0;
    [[nodiscard]] virtual std::optional<std::string> find_bundle(const core::BundleHash& hash) = 0;
};

}  // namespace clarion::ports
