// SqlCaseStore: the CaseStore port over one database. The port's header is the contract.
//
// Ownership: borrows connection and batch.
// Limits:    search tokens and idempotency keys are compared by 16 bytes of their hashes.
#pragma once

#include "adapters/sql/alert_table.hpp"
#include "adapters/sql/answer_table.hpp"
#include "adapters/sql/audit_request_table.hpp"
#include "adapters/sql/case_table.hpp"
#include "adapters/sql/later_table.hpp"
#include "adapters/sql/retention_table.hpp"
#include "adapters/sql/task_table.hpp"
#include "adapters/sql/timer_table.hpp"

namespace clarion::sql {

class SqlCaseStore final : public ports::CaseStore {
public:
    SqlCaseStore(Connection& connection, Batch& batch, core::Sha256 sha256);

    void begin() override { batch_.begin(); }
    void commit() override { batch_.commit(); }
    void rollback() noexcept override { batch_.rollback(); }
    void open_savepoint() override { batch_.open_savepoint(); }
    void release_savepoint() override { batch_.release_savepoint(); }
    void undo_savepoint() override { batch_.undo_savepoint(); }
    std::uint64_t rows_written() const override { return batch_.rows_written(); }

    std::optional<ports::CaseRow> find_case(const core::Reference& reference) override;
    std::optional<ports::CaseRow> find_case(const core::CaseId& id) override;
    ports::Bytes sealed_snapshot_of(const core::CaseId& id) override;
    void insert_case(const ports::CaseRow& row) override;
    bool update_case(const ports::CaseRow& row) override;
    void keep_key(const core::CaseId& id, const ports::WrappedKey& key) override {
        cases_.keep_key(id, key);
    }
    void append_event(const ports::EventRow& row) override;
    std::vector<ports::EventRow> events_of(const core::CaseId& id, std::uint64_t after, int limit)
        override;
    std::vector<ports::CaseRow> list_cases(const ports::CaseListing& listing) override;

    std::vector<ports::CaseRow> every_case(const std::optional<core::CaseId>& after, int limit)
        override {
        return cases_.every(after, limit);
    }
    std::uint64_t count_cases() override { return cases_.count(); }
    std::vector<std::uint64_t> count_lists(const std::vector<std::string>& lists) override;
    std::vector<std::string> lists_with(const core::CaseId& id) override {
        return cases_.lists_with(id);
    }
    void keep_colleague(const ports::Colleague& colleague) override;
    std::vector<ports::Colleague> colleagues() override;
    std::optional<ports::Colleague> find_colleague(const core::PersonId& person) override;

    void set_timers(const core::CaseId& id, const std::vector<ports::TimerRow>& timers) override;
    std::vector<ports::TimerRow> timers_of(const core::CaseId& id) override;
    std::vector<ports::TimerRow> due_timers(core::Instant now, int limit) override;
    std::optional<core::Instant> next_due() override;

    void insert_task(const ports::TaskRow& row) override;
    void close_task(const core::TaskId& id, core::Instant at) override;
    std::vector<ports::TaskRow> open_tasks_of(const core::CaseId& id) override;
    std::vector<ports::TaskRow> open_tasks_for_agency(std::string_view agency, int limit) override;
    std::optional<ports::TaskRow> find_task(const core::TaskId& id) override;

    std::optional<ports::StoredAnswer> find_answer(std::string_view scope, std::string_view key)
        override;
    // Reads every answer that was kept.
    void check_answers() { answers_.check_all(); }
    void keep_answer(
        std::string_view scope,
        std::string_view key,
        const ports::StoredAnswer& answer,
        core::Instant at
    ) override;

    void put_search_tokens(const core::CaseId& id, const std::vector<core::Digest>& tokens)
        override;
    // Newest case first.
    std::vector<core::CaseId> cases_with_token(const core::Digest& token, int limit) override;

    bool has_token(const core::CaseId& id, const core::Digest& token) override;

    bool raise_alert(const ports::AlertRow& row) override { return alerts_.raise(row); }
    bool has_alert(std::string_view once) override { return alerts_.has(once); }
    bool has_alert_about(
        std::string_view rule, const core::PersonId& person, const core::CaseId& id
    ) override {
        return alerts_.has_about(rule, person, id);
    }
    std::vector<ports::AlertRow> alerts(const ports::AlertPage& page) override {
        return alerts_.page(page);
    }
    std::optional<ports::AlertRow> find_alert(std::string_view id) override {
        return alerts_.find(id);
    }
    void settle_alert(const ports::AlertRow& settled) override { alerts_.settle(settled); }

    core::AuditRef audit_ref_of(const core::PersonId& person) override;

    void publish_bundle(const core::BundleHash& hash, std::string_view bytes, core::Instant at)
        override;
    std::optional<std::string> find_bundle(const core::BundleHash& hash) override;

    void keep_retention(const ports::RetentionRow& row) override { retention_.keep(row); }
    std::optional<ports::RetentionRow> find_retention(const core::CaseId& id) override {
        return retention_.find(id);
    }
    std::vector<ports::RetentionRow> reviews_due(
        core::Instant by, const std::optional<ports::RetentionPlace>& after, int limit
    ) override {
        return retention_.due(by, after, limit);
    }
    int count_reviews_due(core::Instant by, int limit) override {
        return retention_.count_due(by, limit);
    }
    std::vector<ports::RetentionRow> erasures_agreed(int limit) override {
        return retention_.agreed(limit);
    }
    void erase_cases(std::span<const core::CaseId> ids, core::Instant at) override {
        retention_.erase(ids, at);
    }
    std::uint64_t count_erased() override { return retention_.count_erased(); }

    void put_later(const ports::LaterRow& row) override { later_.put(row); }
    std::vector<ports::LaterRow> ready_later(core::Instant now, int limit) override {
        return later_.ready(now, limit);
    }
    std::vector<ports::LaterRow> untried_later(std::string_view kind, int limit) override {
        return later_.untried(kind, limit);
    }
    std::vector<ports::LaterRow> every_later(std::uint64_t after, int limit) override {
        return later_.every(after, limit);
    }
    std::optional<core::Instant> next_later() override { return later_.next(); }
    void postpone_later(std::uint64_t id, core::Instant not_before, int attempts) override {
        later_.postpone(id, not_before, attempts);
    }
    void keep_later_key(std::uint64_t id, const ports::WrappedKey& key) override {
        later_.keep_key(id, key);
    }
    void remove_later(std::uint64_t id) override { later_.remove(id); }
    std::uint64_t count_later() override { return later_.count(); }

    void keep_audit_request(const ports::AuditRequestRow& row) override {
        audit_requests_.keep(row);
    }
    std::optional<ports::AuditRequestRow> find_audit_request(std::string_view id) override {
        return audit_requests_.find(id);
    }
    std::vector<ports::AuditRequestRow> audit_requests(
        std::string_view kind, const core::AuditRef& owner, int limit
    ) override {
        return audit_requests_.of_kind(kind, owner, limit);
    }
    std::vector<ports::AuditRequestRow> every_audit_request(std::uint64_t after, int limit)
        override {
        return audit_requests_.every(after, limit);
    }
    void keep_audit_request_key(std::string_view id, const ports::WrappedKey& key) override {
        audit_requests_.keep_key(id, key);
    }
    void remove_audit_request(std::string_view id) override { audit_requests_.remove(id); }

    std::optional<core::Instant> store_time() override { return connection_.time(); }

    // For the tables outside this port that name cases.
    [[nodiscard]] CaseTable& cases() { return cases_; }

private:
    [[nodiscard]] bool has_event(std::int64_t case_pk, std::uint64_t sequence);

    Connection& connection_;
    Batch& batch_;
    core::Sha256 sha256_;
    CaseTable cases_;
    TimerTable timers_;
    TaskTable tasks_;
    RetentionTable retention_;
    AlertTable alerts_;
    LaterTable later_;
    AuditRequestTable audit_requests_;
    AnswerTable answers_;
    Statement find_event_, append_event_, events_of_;
    Statement put_token_, with_token_, has_token_, drop_tokens_;
    Statement publish_, find_bundle_;
    Statement keep_colleague_, colleagues_, find_colleague_;
};

}  // namespace clarion::sql
