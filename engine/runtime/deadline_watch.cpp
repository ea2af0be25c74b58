#include "engine/runtime/deadline_watch.hpp"

#include <string>

#include "engine/ports/failures.hpp"

namespace clarion::runtime {

bool DeadlineWatch::fire(int limit) {
    const core::Instant now = parts_.clock.now();
    const auto due = parts_.store.due_timers(now, limit);
    for (const ports::TimerRow& timer : due) {
        try {
            parts_.unit.attempt([&] {
                fire_one(timer, now);
                return true;
            });
        } catch (const LostRace&) {
            continue;  // it is still there, and still due
        } catch (const CaseDamaged& damaged) {
            parts_.alarm.sound({core::system_principal(), "timer"}, damaged);
            parts_.writer.postpone(timer, now + kTryDamagedAgain);
        }
    }
    return static_cast<int>(due.size()) >= limit;
}

void DeadlineWatch::fire_one(const ports::TimerRow& timer, core::Instant now) {
    auto row = parts_.store.find_case(timer.case_id);
    if (!row) throw ports::IntegrityBroken("a timer's case is not in the store");
    const CaseInHand held = parts_.vault.open(*std::move(row));
    const Caller caller{core::system_principal(), "timer"};
    switch (parts_.events.fire(caller, held, timer.timer_id)) {
        case SystemEvents::Fired::fired:
            parts_.metrics.observe_seconds(
                "clarion_timer_lateness_seconds",
                std::chrono::duration<double>(now - timer.due).count()
            );
            return;
        case SystemEvents::Fired::not_armed:
            // An earlier timer of the same batch moved the case on; the rows follow the snapshot.
            parts_.writer.rearm(held, {}, now);
            return;
        case SystemEvents::Fired::unbounded:
            parts_.metrics.count("clarion_alarms_total", "timer_cannot_fire");
            parts_.log.write(
                ports::LogLevel::error,
                "timer_cannot_fire",
                {{"case", held.row.audit_ref.text}, {"timer", timer.timer_id}}
            );
            parts_.events.note(
                caller,
                held.row,
                "timer_fired",
                core::AuditOutcome::error,
                {{"timer", timer.timer_id}}
            );
            parts_.writer.rearm(held, timer.timer_id, now + kTryTimerAgain);
            return;
    }
}

}  // namespace clarion::runtime
