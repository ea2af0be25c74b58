// RetentionDesk: whether a closed case is kept or erased, decided by people.
//
// A review keeps the case or proposes to erase it; another person agrees; then it rests for the
// cooling period, in which anybody of them can take it back. A hold takes every proposal back and
// lets none be made. The erasure itself is the program's (erasure_watch.hpp).
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: an attempt of the unit of work is under way.
// To add an act: a row in kActs, its form in schemas/forms, its rule in `take`.
#pragma once

#include <string>

#include "engine/core/cases/retention.hpp"
#include "engine/runtime/answer_keeper.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"

namespace clarion::runtime {

// What the log calls a hold that people place, and one that they lift.
inline constexpr std::string_view kRetentionHeld = "retention_held";
inline constexpr std::string_view kRetentionReleased = "retention_released";
// The hold that the policy itself places when a case is closed; its reason too. Frozen: stored.
inline constexpr std::string_view kHeldAtClosing = "closure";

class RetentionDesk {
public:
    RetentionDesk(QueryParts parts, ports::IdSource& ids)
        : parts_(parts),
          ids_(ids),
          access_(parts.store, parts.clock, parts.nowhere),
          answers_(parts.store) {}

    [[nodiscard]] Outcome answer(const Caller& caller, const ListRetention& asked);
    [[nodiscard]] Outcome answer(const Caller& caller, const ReadRetention& asked);
    [[nodiscard]] Outcome answer(const Caller& caller, const TakeRetentionAct& asked);

private:
    struct InHand;  // a closed case, its row and the policy of today

    [[nodiscard]] core::Result<InHand, Refused> find(
        const Caller& caller, const std::string& reference, std::string_view type
    );
    // Why the act cannot be taken now; nothing when it can.
    [[nodiscard]] std::optional<core::Refusal> check(
        const Caller& caller, const InHand& held, std::string_view act
    );
    [[nodiscard]] std::optional<core::Refusal> check_erasable(const InHand& held) const;
    // Changes `held.row`, and says how the log calls it.
    [[nodiscard]] core::Result<std::string, core::Refusal> take(
        const Caller& caller, InHand& held, std::string_view act, const core::json::object& form
    );
    [[nodiscard]] core::json::object document(const Caller& caller, const InHand& held);
    [[nodiscard]] core::json::object state(const InHand& held) const;

    QueryParts parts_;
    ports::IdSource& ids_;
    CaseAccess access_;
    AnswerKeeper answers_;
};

template <class Asked>
concept RetentionWork = requires(RetentionDesk& desk, const Caller& caller, const Asked& asked) {
    desk.answer(caller, asked);
};

// What is in force today for a case of this process: the policy of the newest offered version.
[[nodiscard]] core::RetentionPolicy retention_today(
    const Definitions& definitions, const core::Process& process
);

// What a step that closes a case means for its retention: its group is the policy's, and its period
// begins. `before`: of an earlier closing, as when a refusal was reviewed since; whatever was held
// then stays held, and nobody's wish to erase it stands any longer.
[[nodiscard]] ports::RetentionRow retention_at_closing(
    const core::Process& process,
    const core::CaseSnapshot& after,
    std::optional<ports::RetentionRow> before,
    core::Instant at
);

// What a later step of a closed case means: the period begins anew, and nobody's wish to erase it
// stands any longer.
[[nodiscard]] ports::RetentionRow retention_after_step(
    const core::Process& process, ports::RetentionRow row, core::Instant at
);

}  // namespace clarion::runtime
