// ErasureWatch: erases the cases whose erasure two people want and whose cooling period is over,
// and counts the reviews that are due.
//
// An erasure that the log does not know two people of, or knows a hold against, is not done, and
// is an alarm; the cooling period is counted from the log's entry too, by the policy of today.
// A hold and an erasure are decided in the one transaction, on the same row: never both.
// After the commit `erased` is told, so that the store's older pages go as well; it is told again
// at the next start, in case it was not heard.
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: a batch is open (run).
#pragma once

#include <chrono>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "engine/runtime/audit_recorder.hpp"
#include "engine/runtime/outcome.hpp"
#include "engine/runtime/query_parts.hpp"
#include "engine/runtime/wake_times.hpp"

namespace clarion::runtime {

// What the log calls it.
inline constexpr std::string_view kCaseErased = "case_erased";

class ErasureWatch {
public:
    ErasureWatch(QueryParts parts, WakeTimes& wake) : parts_(parts), wake_(wake) {}

    [[nodiscard]] bool is_due() const;
    // Erases what is due, a bounded number. True when anything was.
    bool run();
    // The look is over; the next one is in a minute.
    void rest();
    // Something was erased before this program started, and its traces may still be there.
    [[nodiscard]] bool owes_scrub_at_start();

private:
    [[nodiscard]] bool may_go(const ports::RetentionRow& row, core::Instant now);
    // When the second of two people agreed, as the log knows it; none, and an alarm, when it knows
    // of no two, or of a hold that was not lifted. The row alone could be written by whoever can
    // write the store; an entry of the signed log could not.
    [[nodiscard]] std::optional<core::Instant> agreed_at(
        const ports::RetentionRow& row, const ports::CaseRow& found
    );

    QueryParts parts_;
    WakeTimes& wake_;
    std::chrono::milliseconds next_look_{};  // since boot
    bool is_first_ = true;
    std::set<std::string> told_;  // cases whose erasure the log knows nothing of
};

}  // namespace clarion::runtime
