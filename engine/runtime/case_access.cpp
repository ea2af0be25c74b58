#include "engine/runtime/case_access.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

Refused not_found() {
    return {.refusal = refusal_of(core::RefusalCode::not_found), .note = std::nullopt};
}

// On record like a case that is not theirs: who guesses is seen, and both answers take the same
// road to the disk, so that no clock tells them apart.
Refused not_there(const Caller& caller, std::string_view type) {
    return refuse_attempt(caller, type, refusal_of(core::RefusalCode::not_found)).error();
}

Refused not_theirs(const Caller& caller, const ports::CaseRow& row, std::string_view type) {
    AuditNote note = consultation(caller, row, type, {});
    note.cls = core::AuditClass::security;
    note.out = core::AuditOutcome::denied;
    Refused refused = not_found();
    refused.note = std::move(note);
    return refused;
}

}  // namespace

json::object who_and_which(const Caller& caller, const core::Reference& reference) {
    json::object detail;
    detail["person"] = caller.principal.person.text;
    detail["name"] = caller.principal.display_name;
    detail["reference"] = core::format_reference(reference);
    return detail;
}

std::string why_of(const core::Principal& principal) {
    if (principal.person == core::system_principal().person) return "system";
    if (!principal.agency.empty()) return "agency_request";
    if (principal.has_role("auditor")) return "audit";
    return "duty";
}

std::string recipient_in_log(std::string_view code) {
    constexpr std::size_t kShortest = 8;
    constexpr std::size_t kLongest = 54;
    const bool is_code = !code.empty() && code.size() <= kLongest &&
                         std::all_of(code.begin(), code.end(), [](char c) {
                             return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
                         });
    if (!is_code) return "recipient_named";
    return code.size() < kShortest ? "recipient_" + std::string(code) : std::string(code);
}

AuditNote consultation(
    const Caller& caller,
    const ports::CaseRow& row,
    std::string_view type,
    std::vector<std::string> fields
) {
    AuditNote note;
    note.cls = core::AuditClass::consultation;
    note.type = type;
    note.why = why_of(caller.principal);
    note.subject = subject_of(row);
    note.fields = std::move(fields);
    note.detail = who_and_which(caller, row.reference);
    return note;
}

Outcome refuse_attempt(const Caller& caller, std::string_view type, core::Refusal refusal) {
    if (caller.principal.method == core::SignInMethod::none) {
        return core::failure(Refused{.refusal = std::move(refusal), .note = std::nullopt});
    }
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = type;
    note.why = why_of(caller.principal);
    return refuse(std::move(refusal), std::move(note));
}

Outcome refuse_permission(const Caller& caller, std::string_view type) {
    return refuse_attempt(
        caller, type, refusal_of(core::RefusalCode::role_not_allowed, std::string(type))
    );
}

core::Result<ports::CaseRow, Refused> CaseAccess::find(
    const Caller& caller, std::string_view written, std::string_view type
) {
    const auto reference = core::parse_reference(written);
    if (!reference) return core::failure(not_found());
    auto row = store_.find_case(*reference);
    if (!row) return core::failure(not_there(caller, type));
    if (!core::allows(caller.principal, core::Permission::know_cases)) {
        return core::failure(not_theirs(caller, *row, type));
    }
    return *std::move(row);
}

std::optional<ports::CaseRow> CaseAccess::known(
    const Caller& caller, const core::Reference& reference
) {
    if (!core::allows(caller.principal, core::Permission::know_cases)) return std::nullopt;
    return store_.find_case(reference);
}

core::Result<CaseAccess::AgencyTask, Refused> CaseAccess::find_agency_task(
    const Caller& caller, const std::string& task_id, std::string_view type
) {
    auto task = store_.find_task({task_id});
    // A task of ours is no agency request, and has no name outside.
    if (!task || task->view.each.empty()) return core::failure(not_there(caller, type));
    auto row = store_.find_case(task->case_id);
    if (!row) throw ports::IntegrityBroken("a task's case is not in the store");
    const bool is_theirs = core::allows(caller.principal, core::Permission::answer_for_agency) &&
                           task->view.each == caller.principal.agency;
    if (!is_theirs) return core::failure(not_theirs(caller, *row, type));
    return AgencyTask{.task = *std::move(task), .row = *std::move(row)};
}

}  // namespace clarion::runtime
