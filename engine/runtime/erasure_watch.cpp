#include "engine/runtime/erasure_watch.hpp"

#include <utility>

#include "engine/core/access/principal.hpp"

namespace clarion::runtime {

namespace {

// One pass over the search tokens serves all of them.
constexpr int kErasedAtOnce = 100;
constexpr int kReviewsCounted = 10'000;
constexpr std::chrono::minutes kBetweenLooks{1};

}  // namespace

bool ErasureWatch::is_due() const {
    return parts_.clock.since_boot() >= next_look_;
}

void ErasureWatch::rest() {
    next_look_ = parts_.clock.since_boot() + kBetweenLooks;
}

bool ErasureWatch::owes_scrub_at_start() {
    return std::exchange(is_first_, false) && parts_.store.count_erased() > 0;
}

bool ErasureWatch::may_go(const ports::RetentionRow& row, core::Instant now) {
    if (!row.is_proposed() || !row.erase_after || *row.erase_after > now) return false;
    const auto found = parts_.store.find_case(row.case_id);
    return row.holds.empty() && found && found->closed;
}

bool ErasureWatch::run() {
    const core::Instant now = parts_.clock.now();
    parts_.metrics.gauge(
        "clarion_retention_reviews_due", parts_.store.count_reviews_due(now, kReviewsCounted)
    );
    std::vector<core::CaseId> gone;
    for (const ports::RetentionRow& row : parts_.store.erasures_agreed(kErasedAtOnce)) {
        if (!may_go(row, now)) continue;
        AuditNote note;
        note.cls = core::AuditClass::erasure;
        note.type = "case_erased";
        note.why = row.group.empty() ? "retention" : row.group;
        note.subject = subject_of(*parts_.store.find_case(row.case_id));
        parts_.recorder.record({core::system_principal(), "retention"}, note);
        gone.push_back(row.case_id);
    }
    if (gone.empty()) return false;
    parts_.store.erase_cases(gone, now);
    for (const core::CaseId& id : gone)
        parts_.vault.forget(id);
    wake_.disturb();
    parts_.metrics.count("clarion_cases_erased_total", {}, static_cast<double>(gone.size()));
    return true;
}

}  // namespace clarion::runtime
