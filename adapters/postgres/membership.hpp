// Membership: this node among the others on one database: its number, its lease, and the duties it
// holds.
//
// A node joins under a number that was never used before, and is alive until its lease ends by the
// database's clock. Every batch first takes the lock on the log's head and then proves that its
// node is alive; so a node that was stopped, and whose duties somebody may have taken over, writes
// nothing any more under its old number. Duties pass on only from a node that is not alive, under
// the same lock, each time with the next fencing number.
//
// A command that is alone holds the database by a lock of its session, and no lease.
//
// Limits: one batch at a time, of all nodes together. A node that stops inside a batch is thrown
//         out by the server after half a lease.
// Failure: StoreUnavailable when the lease had ended; the next batch joins anew.
#pragma once

#include <chrono>
#include <optional>
#include <set>

#include "adapters/postgres/session.hpp"
#include "adapters/sql/connection.hpp"

namespace clarion::postgres {

class Membership {
public:
    explicit Membership(Settings settings) : settings_(std::move(settings)) {}

    // What every new session needs before anything else: the waits it may have, and that nobody
    // works alone on the database.
    void settle(Session& session) const;

    // For as long as the session does not say otherwise, no other node may work on the database.
    // Throws when one does.
    static void be_alone(Session& session);
    static void let_others_in(Session& session);

    // Queues what a batch begins with.
    void queue_begin(Session& session) const;
    // The answer to it. Throws when the lease had ended.
    void check(const Result& answer);
    // From time to time, inside a batch: the lease goes on, and duties nobody holds are taken.
    void renew_when_due(Session& session);
    // A batch was taken back, and with it perhaps what was renewed in it.
    void doubt() noexcept { renewed_at_.reset(); }
    // The duties are free at once.
    void leave(Session& session) noexcept;

    [[nodiscard]] bool is_joined() const { return number_ != 0; }
    void join(Session& session);
    [[nodiscard]] bool has(sql::Duty duty) const { return duties_.contains(duty); }

private:
    [[nodiscard]] std::string lease_ends() const;

    Settings settings_;
    std::int64_t number_ = 0;
    std::set<sql::Duty> duties_;
    std::optional<std::chrono::steady_clock::time_point> renewed_at_;
};

}  // namespace clarion::postgres
