#include "engine/runtime/erasure_watch.hpp"

#include <utility>

#include "engine/core/access/principal.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/holds_in_log.hpp"
#include "engine/runtime/retention_desk.hpp"

namespace clarion::runtime {

namespace {

// One pass over the search tokens serves all of them.
constexpr int kErasedAtOnce = 100;
constexpr int kReviewsCounted = 10'000;
constexpr std::chrono::minutes kBetweenLooks{1};

struct Known {
    std::uint64_t place = 0;
    std::string type;
    std::string actor;
    core::Instant at;
};

// Of what was done to this case.
std::optional<Known> newest_entry(
    ports::AuditLog& log,
    const core::AuditRef& subject,
    const std::string& member,
    const std::string& value
) {
    ports::AuditQuery query;
    query.terms = {{"subj", subject.text, false}, {member, value, false}, {"out", "ok", false}};
    query.limit = 1;
    query.also_retired = true;
    const auto found = log.query(query);
    if (found.empty()) return std::nullopt;
    boost::system::error_code error;
    const core::json::value entry = core::json::parse(found.front().bytes, error);
    if (error || !entry.is_object()) return std::nullopt;
    const auto& members = entry.get_object();
    const auto at = core::parse_rfc3339(text_at(members, "ts"));
    if (!at) return std::nullopt;
    return Known{found.front().place, text_at(members, "type"), text_at(members, "actor"), *at};
}

}  // namespace

bool ErasureWatch::is_due() const {
    return parts_.clock.since_boot() >= next_look_;
}

void ErasureWatch::rest() {
    next_look_ = parts_.clock.since_boot() + kBetweenLooks;
}

bool ErasureWatch::owes_scrub_at_start() {
    return std::exchange(is_first_, false) &&
           (parts_.store.count_erased() > 0 || ports::count_retired(parts_.log.closed()) > 0);
}

bool ErasureWatch::may_go(const ports::RetentionRow& row, core::Instant now) {
    if (!row.is_proposed() || !row.erase_after || *row.erase_after > now) return false;
    const auto found = parts_.store.find_case(row.case_id);
    if (!row.holds.empty() || !found || !found->closed) return false;
    const auto agreed = agreed_at(row, *found);
    if (!agreed) return false;
    const ProcessHandle process = parts_.definitions.process_of(found->bundle);
    const int cooling = retention_today(parts_.definitions, *process).cooling_days;
    return *agreed + std::chrono::days(cooling) <= now;
}

std::optional<core::Instant> ErasureWatch::agreed_at(
    const ports::RetentionRow& row, const ports::CaseRow& found
) {
    // Whatever was done to the case since, a hold, a step, a second thought, is an alteration too.
    const auto last = newest_entry(parts_.log, found.audit_ref, "cls", "alteration");
    const auto proposed = newest_entry(parts_.log, found.audit_ref, "type", "erasure_proposed");
    const bool is_free = !lacks_a_hold(parts_.log, found.audit_ref, row);
    if (is_free && last && last->type == "erasure_approved" && proposed &&
        proposed->place < last->place && proposed->actor != last->actor) {
        return last->at;
    }
    if (told_.insert(row.case_id.text).second) {
        parts_.metrics.count("clarion_alarms_total", "erasure_not_agreed");
        parts_.diary.write(
            ports::LogLevel::error, "erasure_not_agreed", {{"case", found.audit_ref.text}}
        );
    }
    return std::nullopt;
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
        note.type = kCaseErased;
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
