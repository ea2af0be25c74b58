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

namespace {

// Why they may see this one, where it is more than their duty.
std::string why_here(const Caller& caller, const ports::CaseRow& row) {
    const core::Relation relation = relation_to(caller, row);
    const bool is_own = relation == core::Relation::assigned || relation == core::Relation::reader;
    const bool is_kept_away =
        relation == core::Relation::conflicted || relation == core::Relation::walled;
    if (is_own || is_kept_away) return std::string(core::to_string(relation));
    return why_of(caller.principal);
}

}  // namespace

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
    note.why = why_here(caller, row);
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

core::Relation relation_to(const Caller& caller, const ports::CaseRow& row, bool has_broken_glass) {
    const std::string own_list = core::list_of_person(caller.principal.person);
    const core::Walls walls = core::read_walls(row.walls);
    return core::relation_of(
        caller.principal,
        {.walls = walls,
         .is_assignee = std::binary_search(row.lists.begin(), row.lists.end(), own_list),
         .is_asked_agency = false,
         .has_broken_glass = has_broken_glass}
    );
}

std::string glass_mark(const core::PersonId& person, const core::CaseId& id, core::Instant at) {
    const auto window = std::chrono::floor<std::chrono::hours>(at.time_since_epoch()).count();
    return "break_glass|" + person.text + "|" + id.text + "|" + std::to_string(window);
}

core::Relation CaseAccess::relation_with(const Caller& caller, const ports::CaseRow& row) {
    const core::Relation relation = relation_to(caller, row);
    if (relation != core::Relation::walled) return relation;
    const core::PersonId& person = caller.principal.person;
    const core::Instant now = clock_.now();
    const bool is_broken = store_.has_alert(glass_mark(person, row.id, now)) ||
                           store_.has_alert(glass_mark(person, row.id, now - kGlassWindow));
    return relation_to(caller, row, is_broken);
}

// The store is asked the same of a case that is not theirs as of one that is not there: for a row
// that is there, for one that is not, and twice for a broken glass.
void CaseAccess::take_as_long(const Caller& caller, std::optional<core::Relation> relation) {
    if (relation) {
        static_cast<void>(store_.find_case(nowhere_.id));
    } else {
        static_cast<void>(store_.every_case({}, 1));
    }
    if (relation == core::Relation::walled || relation == core::Relation::broken_glass) return;
    const core::Instant now = clock_.now();
    for (const core::Instant at : {now, now - kGlassWindow})
        static_cast<void>(store_.has_alert(glass_mark(caller.principal.person, nowhere_.id, at)));
}

// On record like a case that is not theirs: who guesses is seen, and both answers take the same
// road to the disk, so that no clock tells them apart.
Refused CaseAccess::not_there(
    const Caller& caller, const core::Reference& reference, std::string_view type
) {
    if (caller.principal.method == core::SignInMethod::none) return not_found();
    take_as_long(caller, std::nullopt);
    ports::CaseRow row;
    row.id = nowhere_.id;
    row.audit_ref = nowhere_.ref;
    row.key = nowhere_.key;
    row.reference = reference;
    return not_theirs(caller, row, type);
}

core::Result<ports::CaseRow, Refused> CaseAccess::find(
    const Caller& caller, std::string_view written, std::string_view type
) {
    const auto reference = core::parse_reference(written);
    if (!reference) return core::failure(not_found());
    auto row = store_.find_case(*reference);
    if (!row) return core::failure(not_there(caller, *reference, type));
    const core::Relation relation = relation_with(caller, *row);
    if (core::knows_of_case(relation)) return *std::move(row);
    take_as_long(caller, relation);
    return core::failure(not_theirs(caller, *row, type));
}

core::Result<ports::CaseRow, Refused> CaseAccess::find_walled(
    const Caller& caller, std::string_view written, std::string_view type
) {
    const auto reference = core::parse_reference(written);
    if (!reference) return core::failure(not_found());
    auto row = store_.find_case(*reference);
    if (!row) return core::failure(not_there(caller, *reference, type));
    const core::Relation relation = relation_with(caller, *row);
    if (relation == core::Relation::walled) return *std::move(row);
    take_as_long(caller, relation);
    return core::failure(not_theirs(caller, *row, type));
}

bool CaseAccess::knows_of(const Caller& caller, const ports::CaseRow& row) {
    return core::knows_of_case(relation_with(caller, row));
}

bool CaseAccess::acts_on(const Caller& caller, const ports::CaseRow& row, bool behind_glass) {
    return behind_glass || core::acts_on_case(relation_with(caller, row));
}

std::optional<ports::CaseRow> CaseAccess::known(
    const Caller& caller, const core::Reference& reference
) {
    auto row = store_.find_case(reference);
    if (!row || !knows_of(caller, *row)) return std::nullopt;
    return row;
}

core::Result<CaseAccess::AgencyTask, Refused> CaseAccess::find_agency_task(
    const Caller& caller, const std::string& task_id, std::string_view type, bool declares
) {
    auto task = store_.find_task({task_id});
    // A task of ours is no agency request, and has no name outside.
    if (!task || task->view.each.empty()) {
        return core::failure(refuse_attempt(caller, type, not_found().refusal).error());
    }
    auto row = store_.find_case(task->case_id);
    if (!row) throw ports::IntegrityBroken("a task's case is not in the store");
    const core::Walls walls = declares ? core::Walls{} : core::read_walls(row->walls);
    const core::Relation relation = core::relation_of(
        caller.principal,
        {.walls = walls, .is_asked_agency = task->view.each == caller.principal.agency}
    );
    if (relation != core::Relation::agency_request) {
        return core::failure(not_theirs(caller, *row, type));
    }
    return AgencyTask{.task = *std::move(task), .row = *std::move(row)};
}

}  // namespace clarion::runtime
