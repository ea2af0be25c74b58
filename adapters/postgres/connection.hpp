// Connection: the way of one node to its database, through whatever sessions it takes.
//
// Threads:    engine thread only.
// Durability: commit() returns when the server has the transaction on disk, and on that of its
//             synchronous standby where there is one.
// Failure:    a session that is lost is replaced by the next batch. Lost between COMMIT and its
//             answer, nobody can say what became of the batch: CommitUnknown. A write is queued;
//             what is wrong with it is told by the next question, or by commit().
#pragma once

#include <functional>
#include <optional>

#include "adapters/postgres/membership.hpp"
#include "adapters/postgres/session.hpp"
#include "adapters/sql/connection.hpp"

namespace clarion::postgres {

class Connection final : public sql::Connection {
public:
    explicit Connection(const Settings& settings);
    ~Connection() override;
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;

    // From now on every batch is one of this node's, under the lock of the log's head. Requires:
    // the tables are there. Until then a batch is only a transaction.
    void take_part();

    void begin() override;
    void commit() override;
    void rollback() noexcept override;
    void open_savepoint() override;
    void release_savepoint() override;
    void undo_savepoint() override;
    bool in_batch() const override { return in_batch_; }
    void check_usable() const override;
    std::uint64_t rows_written() const override { return rows_written_; }
    std::unique_ptr<sql::Prepared> prepare(const std::string& sql) override;
    void run_script(const std::string& sql) override;
    bool is_shared() const override { return true; }
    bool has(sql::Duty duty) const override { return membership_.has(duty); }
    std::optional<core::Instant> time() override;
    void start_over() override { session_.reset(); }

    // For statements. A question may find a lost session, and takes another; a write is in a batch.
    [[nodiscard]] Session& session_to_ask();
    [[nodiscard]] Session& session_to_write();
    void count_write() { ++rows_written_; }
    // Rises whenever the server knows none of our statements.
    [[nodiscard]] std::uint64_t statements_age() const { return statements_age_; }
    // The session's answers; what is wrong with them spoils the batch.
    Result answers();

private:
    void open_session();
    void begin_as_node();
    void forget_statements();

    Settings settings_;
    Membership membership_;
    std::optional<Session> session_;
    std::uint64_t statements_age_ = 0;
    std::uint64_t statements_ = 0;
    std::uint64_t rows_written_ = 0;
    std::string schema_;  // the migrations that were there when this node began
    bool takes_part_ = false;
    bool in_batch_ = false;
    bool batch_spoilt_ = false;
    bool has_failed_ = false;  // since the statements were known to be there
};

}  // namespace clarion::postgres
