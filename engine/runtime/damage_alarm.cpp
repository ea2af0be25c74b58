#include "engine/runtime/damage_alarm.hpp"

namespace clarion::runtime {

void DamageAlarm::sound(const Caller& caller, const CaseDamaged& damaged) {
    metrics_.count("clarion_alarms_total", "case_damaged");
    log_.write(
        ports::LogLevel::error,
        "case_damaged",
        {{"case", damaged.ref.text}, {"reason", damaged.what()}}
    );
    // Without a detail: the key it would be sealed under may be what is damaged.
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = "case_damaged";
    note.why = "system";
    note.subject = AuditSubject{.id = {}, .ref = damaged.ref, .key = {}};
    note.out = core::AuditOutcome::error;
    recorder_.record(caller, note);
}

}  // namespace clarion::runtime
