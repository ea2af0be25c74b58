#include "engine/runtime/system_events.hpp"

#include <utility>

#include "engine/runtime/case_access.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

core::AuditClass class_of(std::string_view event) {
    if (event == "check_answered" || event == "contact_reported_unsafe")
        return core::AuditClass::collection;
    if (event == "message_sent" || event == "check_asked") return core::AuditClass::disclosure;
    if (event == "linked_case_opened" || event == "case_linked" || event == "request_compared" ||
        event == "sealed_like_another")
        return core::AuditClass::combination;
    return core::AuditClass::system;
}

// The program itself tells two: whoever asked, by the message they chose, and a records system, of
// which only whom to look for.
std::string recipient_of(std::string_view event, const json::object& detail) {
    if (event == "message_sent") return recipient_in_log("applicant");
    if (event != "check_asked") return {};
    const json::value* system = detail.if_contains("system");
    const bool is_named = system != nullptr && system->is_string();
    return recipient_in_log(
        "system_" + (is_named ? std::string(system->get_string()) : std::string("unknown"))
    );
}

}  // namespace

SystemEvents::SystemEvents(const ports::Clock& clock, CaseWriter& writer, AuditRecorder& recorder)
    : clock_(clock), writer_(writer), recorder_(recorder) {}

void SystemEvents::note(
    const Caller& caller,
    const ports::CaseRow& row,
    std::string type,
    core::AuditOutcome out,
    json::object detail
) {
    AuditNote entry = consultation(caller, row, type, {});
    entry.cls = class_of(entry.type);
    entry.out = out;
    if (out == core::AuditOutcome::ok) entry.recipient = recipient_of(type, detail);
    for (auto& part : detail)
        entry.detail[part.key()] = part.value();
    recorder_.record(caller, entry);
}

bool SystemEvents::tell(
    const Caller& caller, const CaseInHand& held, std::string event, json::object data
) {
    core::Command command;
    command.action = event;
    const bool discloses = class_of(event) == core::AuditClass::disclosure;
    const std::string said = discloses ? json::serialize(data) : std::string();
    command.form = std::move(data);
    command.principal = caller.principal;
    command.origin = core::Origin::system;
    auto decided = core::decide(*held.process, *held.snapshot, command, clock_.now());
    if (!decided) {
        const std::string reason(core::to_string(decided.error().code));
        note(caller, held.row, std::move(event), core::AuditOutcome::denied, {{"reason", reason}});
        return false;
    }
    const CaseInHand after = writer_.advance(held, std::move(decided).value());
    json::object detail{{"event", after.row.version}};
    if (discloses) detail["said"] = said;
    note(caller, held.row, std::move(event), core::AuditOutcome::ok, std::move(detail));
    return true;
}

SystemEvents::Fired SystemEvents::fire(
    const Caller& caller, const CaseInHand& held, const std::string& timer_id
) {
    core::Command command;
    command.timer = timer_id;
    command.principal = caller.principal;
    command.origin = core::Origin::system;
    auto decided = core::decide(*held.process, *held.snapshot, command, clock_.now());
    if (!decided) {
        const bool is_unbounded = decided.error().code == core::RefusalCode::step_unbounded;
        return is_unbounded ? Fired::unbounded : Fired::not_armed;
    }
    const CaseInHand after = writer_.advance(held, std::move(decided).value());
    note(
        caller,
        held.row,
        "timer_fired",
        core::AuditOutcome::ok,
        {{"timer", timer_id}, {"event", after.row.version}}
    );
    return Fired::fired;
}

}  // namespace clarion::runtime
