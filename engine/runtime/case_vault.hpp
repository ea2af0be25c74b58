// CaseVault: cases taken out of their envelope, and put back into it.
//
// Everything personal is sealed under the case's own data key before the store sees it, bound to
// its table, case and sequence. The newest cases are kept open, so that a case that is worked on is
// not read and opened again at every step.
//
// Ownership: borrows store, keys and definitions.
// Threads:   engine thread only.
// Limits:    kCasesOpenMax open cases; the one used longest ago goes first.
// Failure:   throws CaseDamaged when what is opened is not what was sealed; from then on the case
//            stays shut until the program starts again, so that nothing is built on what is broken.
#pragma once

#include <list>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/core/cases/event.hpp"
#include "engine/core/cases/projection.hpp"
#include "engine/core/cases/snapshot.hpp"
#include "engine/ports/case_store.hpp"
#include "engine/ports/key_vault.hpp"
#include "engine/runtime/case_damaged.hpp"
#include "engine/runtime/definitions.hpp"
#include "engine/runtime/outcome.hpp"

namespace clarion::runtime {

inline constexpr std::size_t kCasesOpenMax = 1024;

// A case as it stands at row.version.
struct CaseInHand {
    ports::CaseRow row;
    ProcessHandle process;
    std::shared_ptr<const core::CaseSnapshot> snapshot;
    std::shared_ptr<const core::Projection> projection;
    ports::DataKeyHandle key;
};

class CaseVault {
public:
    CaseVault(ports::CaseStore& store, ports::KeyVault& keys, Definitions& definitions);

    [[nodiscard]] CaseInHand open(ports::CaseRow row);
    // The same, and nothing is kept open for it: for who looks at many.
    [[nodiscard]] CaseInHand look_into(ports::CaseRow row);
    // As look_into(). Empty: the case is damaged, which is noted, and whoever looks goes on.
    [[nodiscard]] std::optional<CaseInHand> look_past_damage(
        ports::CaseRow row, std::vector<CaseDamaged>& damaged
    );
    // After a step: what open() will give for that version.
    void keep(const CaseInHand& held);
    [[nodiscard]] ports::DataKeyHandle key_of(const AuditSubject& subject);

    [[nodiscard]] ports::Bytes seal_snapshot(const CaseInHand& held);
    [[nodiscard]] ports::EventRow seal_event(const CaseInHand& held, const core::CaseEvent& event);
    [[nodiscard]] core::CaseEvent open_event(const CaseInHand& held, const ports::EventRow& row);
    // An effect's parameters, bound to the effect's key.
    [[nodiscard]] ports::Bytes seal_params(
        const ports::DataKeyHandle& key,
        std::string_view effect_key,
        const core::json::value& params
    );
    [[nodiscard]] core::json::value open_params(
        const CaseInHand& held, std::string_view effect_key, ports::ByteView sealed
    );

    // Shuts the case and says why.
    [[noreturn]] void shut(const ports::CaseRow& row, const std::string& why);

    // What was kept since the last call stays, or is dropped with the savepoint it came from.
    void settle() { unsettled_.clear(); }
    void take_back();
    void drop_all();
    // The case is erased: nothing of it stays in memory.
    void forget(const core::CaseId& id) { drop(id); }

private:
    struct Open {
        core::CaseId id;
        std::uint64_t version = 0;
        ProcessHandle process;
        std::shared_ptr<const core::CaseSnapshot> snapshot;
        std::shared_ptr<const core::Projection> projection;
        ports::DataKeyHandle key;
    };
    using Place = std::list<Open>::iterator;

    [[nodiscard]] std::shared_ptr<const core::CaseSnapshot> unseal(CaseInHand& held);
    Open* find(const core::CaseId& id);
    void put(Open open);
    void drop(const core::CaseId& id);

    ports::CaseStore& store_;
    ports::KeyVault& keys_;
    Definitions& definitions_;
    std::list<Open> newest_first_;
    std::unordered_map<std::string, Place> by_id_;
    std::vector<core::CaseId> unsettled_;
    std::map<std::string, std::string> shut_;  // why, by id
};

}  // namespace clarion::runtime
