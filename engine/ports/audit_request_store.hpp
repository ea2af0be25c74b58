// AuditRequestStore: what auditors ask of the log and is kept: a query under a name, or an export
// that two people ask for. A part of the case store.
//
// Threads, Durability, Failure: as the case store, which it is a part of.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/ids.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/bytes.hpp"
#include "engine/ports/key_vault.hpp"

namespace clarion::ports {

struct AuditRequestRow {
    std::uint64_t number = 0;  // the store's own, rising
    std::string id;            // random; never used twice
    std::string kind;          // query, export. Frozen: stored
    core::AuditRef owner;      // whose it is, as the log names them
    std::string stage;         // of an export: asked, approved, withdrawn
    core::Instant at;          // when the stage began
    WrappedKey key;            // its own: it is of no case
    Bytes sealed;              // the words of it, under that key
};

class AuditRequestStore {
public:
    virtual ~AuditRequestStore() = default;

    // Inserts, or replaces stage, time and words of the one with this id. `row.number` is not read.
    virtual void keep_audit_request(const AuditRequestRow& row) = 0;
    [[nodiscard]] virtual std::optional<AuditRequestRow> find_audit_request(std::string_view id
    ) = 0;
    // Of this kind, newest first; of one owner, or of all where `owner` is empty.
    [[nodiscard]] virtual std::vector<AuditRequestRow> audit_requests(
        std::string_view kind, const core::AuditRef& owner, int limit
    ) = 0;
    // All there are, by number: those behind `after`.
    [[nodiscard]] virtual std::vector<AuditRequestRow> every_audit_request(
        std::uint64_t after, int limit
    ) = 0;
    // The row's data key, wrapped anew.
    virtual void keep_audit_request_key(std::string_view id, const WrappedKey& key) = 0;
    virtual void remove_audit_request(std::string_view id) = 0;
};

}  // namespace clarion::ports
