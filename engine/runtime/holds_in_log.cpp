#include "engine/runtime/holds_in_log.hpp"

#include <algorithm>

#include "engine/runtime/retention_desk.hpp"

namespace clarion::runtime {

namespace {

// Of more holds than that the loss of some is not seen; none is told of that was not lost.
constexpr int kCountedMax = 100;

std::size_t count_entries(
    ports::AuditLog& log, const core::AuditRef& subject, std::string_view type
) {
    ports::AuditQuery query;
    query.terms = {
        {"subj", subject.text, false}, {"type", std::string(type), false}, {"out", "ok", false}};
    query.limit = kCountedMax;
    query.also_retired = true;
    return log.query(query).size();
}

}  // namespace

bool lacks_a_hold(
    ports::AuditLog& log, const core::AuditRef& subject, const ports::RetentionRow& row
) {
    const std::size_t placed = count_entries(log, subject, kRetentionHeld);
    if (placed == 0) return false;
    const auto of_people =
        std::count_if(row.holds.begin(), row.holds.end(), [](const ports::RetentionHold& hold) {
            return hold.id != kHeldAtClosing;
        });
    const std::size_t lifted = count_entries(log, subject, kRetentionReleased);
    return placed > lifted + static_cast<std::size_t>(of_people);
}

}  // namespace clarion::runtime
