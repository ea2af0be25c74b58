// AdministratorDesk: acts that two people who administer a store decide, each in one transaction
// with their entries in the log. Used while the service is stopped.
//
// Ownership: borrows everything in Services; all must outlive it.
// Threads:   engine thread only.
// Failure:   lets the ports' exceptions through; nothing of the act is kept then.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "engine/runtime/engine.hpp"

namespace clarion::runtime {

struct Administrators {
    std::string proposed_by;
    std::string approved_by;
};

// Somebody who administers the store, as the log names them: known by their key, not by a sign-in.
[[nodiscard]] core::Principal administrator(const std::string& name);

// What the log calls it, of either of the two. Frozen.
inline constexpr std::string_view kLogRetired = "log_retired";

struct LogTurn {
    std::string verifier_key;  // of the log that is closed; empty when nothing was signed
    std::string reason;        // planned or lost
    std::string statement;     // what the two people signed
};

// What the entries of a publication or a retirement commit to (`det`): the statement, with a salt
// of zeros, since whoever has the statement is to find it in the log. Frozen.
[[nodiscard]] std::string statement_mark(const core::Sha256& sha256, std::string_view statement);
// Whether the publication that the log names last is this statement's. Requires: nothing is under
// way. False also when nothing was published.
[[nodiscard]] bool is_last_published(
    ports::AuditLog& log, const core::Sha256& sha256, std::string_view statement
);

class AdministratorDesk {
public:
    explicit AdministratorDesk(Services services);
    ~AdministratorDesk();

    // A copy of a store may send from now on: what it was made of is stopped.
    void allow_sending(const Administrators& people);

    // What replaces the built-in workflows may be served from now on. `statement`: what they
    // signed.
    void note_publication(const Administrators& people, std::string_view statement);

    // Closes the log and opens the next, whose first leaf commits to how the old one ended.
    // Requires: the services' log_origin is the name of the log to close.
    void turn_log(const Administrators& people, const LogTurn& turn);

    // The end of a closed log: its entries are given out no more, and nobody can tell whom they
    // name but those that later entries name too. `statement`: what they signed.
    // Requires: as AuditLog::retire; the log's period of keeping is over.
    void retire_log(const Administrators& people, std::uint64_t number, std::string_view statement);

private:
    struct Parts;
    std::unique_ptr<Parts> parts_;
};

}  // namespace clarion::runtime
