#include "engine/runtime/alert_desk.hpp"

#include <utility>

#include "engine/core/reference.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/cursors.hpp"
#include "engine/runtime/form_check.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kFindingForm = "alert-finding";
constexpr std::string_view kRaised = "alert_raised";
constexpr std::string_view kSettled = "settle_alert";
constexpr std::string_view kGlass = "break_glass";

AuditNote security_note(std::string_view type, std::string why) {
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = type;
    note.why = std::move(why);
    return note;
}

// A supervisor to whom a case is sealed learns which it is, and no more, where somebody looked into
// it: they could not ask about it otherwise. Who has a conflict there does not.
bool must_look_into(const Caller& caller, const ports::AlertRow& row, const ports::CaseRow& about) {
    const bool is_loud = row.rule == kGlass || row.rule == "sealed_view";
    return is_loud && relation_to(caller, about) == core::Relation::walled;
}

}  // namespace

bool AlertDesk::raise(const Caller& about, const Alert& alert) {
    ports::AlertRow row;
    row.id = parts_.ids.new_token();
    row.rule = alert.rule;
    row.once = alert.once;
    row.person = about.principal.person;
    if (alert.subject) row.case_id = alert.subject->id;
    row.raised_at = parts_.clock.now();
    row.count = alert.count;
    row.folds = alert.folds;
    if (!parts_.store.raise_alert(row)) return false;
    for (const std::string_view mailbox : kAlertMailboxes) {
        ports::OutboxRow message;
        message.key = "alert:" + row.id + ":" + std::string(mailbox);
        message.effect = kAlertEffect;
        message.not_before = row.raised_at;
        parts_.outbox.put(message);
    }
    parts_.wake.disturb();
    parts_.metrics.count("clarion_alarms_total", alert.rule);
    AuditNote note = security_note(kRaised, alert.rule);
    note.subject = alert.subject;
    parts_.recorder.record(about, note);
    return true;
}

json::object AlertDesk::item_of(
    const Caller& caller, CaseAccess& access, const ports::AlertRow& row
) {
    const auto colleague = parts_.store.find_colleague(row.person);
    json::value reference = nullptr;
    if (row.case_id) {
        const auto about = parts_.store.find_case(*row.case_id);
        if (about && (access.knows_of(caller, *about) || must_look_into(caller, row, *about))) {
            reference = core::format_reference(about->reference);
            parts_.recorder.record(
                caller, consultation(caller, *about, "see_alert", {"operational"})
            );
        }
    }
    return {
        {"id", row.id},
        {"rule", row.rule},
        {"person", colleague ? colleague->name : row.person.text},
        {"reference", std::move(reference)},
        {"raised_at", core::to_rfc3339(row.raised_at)},
        {"count", row.count},
        {"settled_at", time_or_null(row.settled_at)},
        {"finding", text_or_null(row.finding)},
    };
}

Outcome AlertDesk::list(const QueryParts& queries, const Caller& caller, const ListAlerts& asked) {
    if (!core::allows(caller.principal, core::Permission::work_alerts)) {
        return refuse_permission(caller, "list_alerts");
    }
    ports::AlertPage page{
        .settled = asked.settled,
        .but_about = caller.principal.person,
        .limit = static_cast<int>(kAlertsShownMax) + 1};
    const std::string_view list = asked.settled ? "alerts settled" : "alerts open";
    if (!asked.cursor.empty()) {
        const auto place = read_cursor(queries.keys, list, asked.cursor);
        if (!place) {
            return refuse_attempt(
                caller,
                "list_alerts",
                refusal_of(core::RefusalCode::malformed_body, "the cursor is not one of this list")
            );
        }
        page.after = text_at(*place, "alert");
    }
    parts_.recorder.record(caller, security_note("list_alerts", "duty"));
    CaseAccess access(queries.store, queries.clock, queries.nowhere);
    auto rows = parts_.store.alerts(page);
    json::value next = nullptr;
    if (rows.size() > kAlertsShownMax) {
        rows.resize(kAlertsShownMax);
        next = make_cursor(queries.keys, list, {{"alert", rows.back().id}});
    }
    json::array items;
    for (const ports::AlertRow& row : rows)
        items.emplace_back(item_of(caller, access, row));
    return answered_with({{"items", std::move(items)}, {"next_cursor", std::move(next)}});
}

Outcome AlertDesk::settle(
    const QueryParts& queries, const Caller& caller, const SettleAlert& asked
) {
    if (!core::allows(caller.principal, core::Permission::work_alerts)) {
        return refuse_permission(caller, kSettled);
    }
    auto row = parts_.store.find_alert(asked.id);
    const core::PersonId& person = caller.principal.person;
    const bool is_involved =
        row && (row->person == person ||
                (row->case_id && parts_.store.has_alert_about(kGlass, person, *row->case_id)));
    if (!row || is_involved) {
        return refuse_attempt(caller, kSettled, refusal_of(core::RefusalCode::not_found));
    }
    if (row->settled_at) {
        return refuse_attempt(
            caller,
            kSettled,
            refusal_of(core::RefusalCode::action_not_available, std::string(kSettled))
        );
    }
    auto form = read_form(parts_.store, queries.forms, kFindingForm, asked.form);
    if (!form) return refuse_attempt(caller, kSettled, std::move(form).error());
    row->settled_at = parts_.clock.now();
    row->settled_by = caller.principal.person;
    row->finding = text_at(*form, "finding");
    parts_.store.settle_alert(*row);
    AuditNote note = security_note(kSettled, row->finding);
    if (row->case_id) {
        const auto about = parts_.store.find_case(*row->case_id);
        if (about) note.subject = subject_of(*about);
    }
    note.detail = {{"alert", row->id}, {"rule", row->rule}, {"note", text_at(*form, "note")}};
    parts_.recorder.record(caller, note);
    return answered_with({{"id", row->id}, {"finding", row->finding}});
}

// Whoever comes in by an emergency pass is told of at once, whatever a profile's rules say.
Outcome AlertDesk::record_sign_in(const Caller& caller, const RecordSignIn& asked) {
    if (asked.type == kEmergencySignIn) {
        const std::string once = std::string(kEmergencySignIn) + "|" + parts_.ids.new_token();
        raise(caller, {.rule = std::string(kEmergencySignIn), .once = once, .subject = {}});
    }
    parts_.recorder.record(caller, security_note(asked.type, why_of(caller.principal)));
    return answered_with({});
}

}  // namespace clarion::runtime
