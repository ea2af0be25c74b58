#include "engine/runtime/later_watch.hpp"

#include <chrono>
#include <string>
#include <utility>

#include "engine/ports/failures.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

bool LaterWatch::go(int limit) {
    const auto ready = parts_.store.ready_later(parts_.clock.now(), limit);
    for (const ports::LaterRow& row : ready)
        do_one(row);
    parts_.metrics.gauge(
        "clarion_later_work_waiting", static_cast<double>(parts_.store.count_later())
    );
    return std::cmp_greater_equal(ready.size(), limit);
}

bool LaterWatch::heed_reports(int limit) {
    for (const ports::LaterRow& row : parts_.store.untried_later(kHeedContactReport, limit))
        do_one(row);
    return parts_.store.untried_later(kHeedContactReport, 1).empty();
}

void LaterWatch::do_one(const ports::LaterRow& row) {
    parts_.wake.disturb();
    std::vector<CaseDamaged> damaged;
    try {
        parts_.unit.attempt([&] {
            damaged.clear();
            run(row, damaged);
            return true;
        });
    } catch (const LostRace&) {
        return;  // it is still there, and still ready
    } catch (const CaseDamaged& own) {
        parts_.alarm.sound({core::system_principal(), row.kind}, own);
        postpone(row);
        return;
    }
    for (const CaseDamaged& other : damaged)
        parts_.alarm.sound({core::system_principal(), row.kind}, other);
}

void LaterWatch::run(const ports::LaterRow& row, std::vector<CaseDamaged>& damaged) {
    auto data = parts_.later.read(row);
    if (data && row.kind == kCompareRequest && row.case_id) {
        compare(row, *data, damaged);
    } else if (data && row.kind == kHeedContactReport) {
        heed(row, *std::move(data), damaged);
    } else {
        complain(row);
        return postpone(row);
    }
    parts_.store.remove_later(row.id);
    parts_.metrics.observe_seconds(
        "clarion_later_work_lateness_seconds",
        std::chrono::duration<double>(parts_.clock.now() - row.not_before).count()
    );
}

void LaterWatch::compare(
    const ports::LaterRow& row, const json::object& data, std::vector<CaseDamaged>& damaged
) {
    auto found = parts_.store.find_case(*row.case_id);
    if (!found) throw ports::IntegrityBroken("a case to be compared is not in the store");
    const auto counted = [&data](std::string_view name) {
        const json::value& number = member(data, name);
        return number.is_int64() ? static_cast<int>(number.get_int64()) : 0;
    };
    comparison_.tell(
        {core::system_principal(), text_at(data, "request_id")},
        parts_.vault.open(*std::move(found)),
        {counted("from_network"), counted("people_from_network"), counted("people_named")},
        damaged
    );
}

void LaterWatch::heed(
    const ports::LaterRow& row, json::object data, std::vector<CaseDamaged>& damaged
) {
    if (reports_.heed(data, damaged)) return;
    // Whoever it means may be in the case that cannot be read: once that is repaired, it is told.
    parts_.later.put_off_rest(row, data, parts_.clock.now() + kTryDamagedAgain);
}

void LaterWatch::complain(const ports::LaterRow& row) {
    parts_.metrics.count("clarion_alarms_total", "later_work_unreadable");
    parts_.log.write(
        ports::LogLevel::error,
        "later_work_unreadable",
        {{"kind", row.kind}, {"number", std::to_string(row.id)}}
    );
}

void LaterWatch::postpone(const ports::LaterRow& row) {
    parts_.store.postpone_later(row.id, parts_.clock.now() + kTryDamagedAgain, row.attempts + 1);
}

}  // namespace clarion::runtime
