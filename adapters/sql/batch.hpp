// Batch: the open transaction together with what is kept in memory beside it, so that undoing
// takes back both.
//
// Ownership: borrows the connection. Threads: engine thread only.
// Failure:   as Connection; after a failed commit the head is read again from the file.
#pragma once

#include <cstdint>
#include <map>
#include <string>

#include "adapters/sql/statement.hpp"
#include "engine/core/audit/merkle.hpp"
#include "engine/core/ids.hpp"

namespace clarion::sql {

// One row, written once a commit: where the log and the outbox end.
struct Head {
    core::MerkleFrontier log;
    std::uint64_t base = 0;  // the place of the open log's first entry
    std::uint64_t next_outbox = 1;
};

class Batch {
public:
    explicit Batch(Connection& connection);

    void begin();
    void commit();
    void rollback() noexcept;
    void open_savepoint();
    void release_savepoint();
    void undo_savepoint();

    [[nodiscard]] std::uint64_t rows_written() const { return connection_.rows_written(); }
    // Changes only inside a batch.
    [[nodiscard]] Head& head() { return head_; }
    // Rises whenever something written was taken back: what was remembered of it is wrong.
    [[nodiscard]] std::uint64_t undone() const { return undone_; }

    // The stored name, or a new random one, which is written with the next commit: a refused
    // command is undone and logged under the same name.
    [[nodiscard]] core::AuditRef audit_ref_of(const core::PersonId& person);
    // Rows of stored names went.
    void forget_known_refs() { known_refs_.clear(); }

private:
    [[nodiscard]] Head load_head();
    void look_at_head();
    void check_not_older(const Head& found);
    void save_head();
    void save_new_refs();
    void forget_new_refs() noexcept;

    Connection& connection_;
    Statement select_head_, update_head_;
    Statement select_ref_, insert_ref_;
    Head head_;
    Head committed_;
    Head at_savepoint_;
    bool head_stale_ = true;
    std::uint64_t undone_ = 0;
    std::map<std::string, core::AuditRef, std::less<>> known_refs_;
    std::map<std::string, core::AuditRef, std::less<>> new_refs_;  // not yet on disk
};

}  // namespace clarion::sql
