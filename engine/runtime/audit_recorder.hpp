// AuditRecorder: writes what happened into the log, in the transaction of the act.
//
// The leaf names nobody: it carries random names for people and cases, and a salted commitment to
// a detail that is sealed under the case's key and gone when that key is destroyed.
//
// Ownership: borrows everything; all must outlive it.
// Threads:   engine thread only.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/core/sha256.hpp"
#include "engine/ports/audit_log.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/case_vault.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::runtime {

struct AuditServices {
    ports::AuditLog& log;
    ports::CaseStore& store;
    ports::KeyVault& keys;
    ports::IdSource& ids;
    const ports::Clock& clock;
    core::Sha256 sha256;
    std::string origin;  // of the log
};

class AuditRecorder {
public:
    AuditRecorder(AuditServices services, CaseVault& vault);

    void record(const Caller& caller, const AuditNote& note);
    // Told of each entry after it was written, who under the name the log knows them by.
    using Told = std::function<
        void(const Caller& caller, const AuditNote& note, const core::AuditRef& actor)>;
    void tell(Told told) { told_ = std::move(told); }

    // A batch begins: other nodes may have written since the last.
    void begin() { next_seq_.reset(); }
    // What was made since the last call stays, or goes with the savepoint or batch it came from.
    void settle() { unsettled_.clear(); }
    void take_back();
    // The batch was taken back: no name it gave is sure to be stored.
    void forget() {
        take_back();
        refs_.clear();
    }

private:
    [[nodiscard]] core::AuditRef ref_of(const core::Principal& principal);
    [[nodiscard]] std::uint64_t next_seq();
    // Sets entry.det and gives the sealed detail.
    [[nodiscard]] ports::Bytes seal_detail(const AuditNote& note, core::AuditEntry& entry);

    AuditServices services_;
    CaseVault& vault_;
    std::map<core::PersonId, core::AuditRef> refs_;
    std::vector<core::PersonId> unsettled_;
    std::optional<std::uint64_t> next_seq_;
    Told told_;
};

}  // namespace clarion::runtime
