// Store: a database as the three ports the engine knows, sharing one transaction.
//
// Ownership:  the three ports live as long as the Store.
// Threads:    engine thread only.
// Durability: when commit() returns, its rows survive loss of power.
// Failure:    StoreUnavailable, CommitUnknown (repeat with the same keys), IntegrityBroken (not
// what
//             we wrote); what brings them about is each database's own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "engine/core/sha256.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/outbox.hpp"

namespace clarion::sql {

// One file of schemas/sql/<store>. Names rise; a released file never changes.
struct Migration {
    std::string name;
    std::string sql;
};

struct CopyProgress {
    std::uint64_t copied = 0;  // pages; falls back when the store grew
    std::uint64_t pages = 0;
    bool is_done = false;
};

// A copy under way. It is held: whoever opens it sends nothing.
class StoreCopy {
public:
    virtual ~StoreCopy() = default;
    // So many pages more, all of them for -1. Outside of any batch.
    virtual CopyProgress copy(int pages) = 0;
};

class Connection;

class Store {
public:
    virtual ~Store() = default;
    // For who moves the rows to another store.
    [[nodiscard]] virtual Connection& connection() = 0;
    [[nodiscard]] virtual ports::CaseStore& cases() = 0;
    [[nodiscard]] virtual ports::Outbox& outbox() = 0;
    [[nodiscard]] virtual ports::AuditLog& audit() = 0;

    // Whether other programs write into it as well.
    [[nodiscard]] virtual bool is_shared() const = 0;
    // The first key set's fingerprint is kept; with another one it throws KeyUnavailable.
    virtual void check_key_fingerprint(const std::string& fingerprint) = 0;
    // The key set's fingerprint; empty before the first.
    [[nodiscard]] virtual std::string key_fingerprint() = 0;
    // Another token key is in use from now on. Outside of any batch.
    virtual void change_key_fingerprint(const std::string& fingerprint) = 0;
    // Reads every page and computes the whole log again. Throws IntegrityBroken and says where.
    virtual void check_integrity() = 0;
    // After an erasure was committed: what was overwritten or removed is in none of the store's
    // files any more, as far as the program can see to it.
    virtual void scrub() = 0;
    // Begins a copy, a file of mode 0600, made between batches; it is not synced. Throws when
    // `path` exists, or when the database has means of its own for that.
    [[nodiscard]] virtual std::unique_ptr<StoreCopy> begin_copy(const std::string& path) = 0;
    // A copy at this moment, complete and consistent. Nothing else happens meanwhile.
    void copy_to(const std::string& path) { begin_copy(path)->copy(-1); }
    // True when only a program that starts anew can go on.
    [[nodiscard]] virtual bool must_restart() const = 0;
};

}  // namespace clarion::sql
