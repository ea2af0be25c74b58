#include "engine/runtime/list_queries.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/cases/agency_packs.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kAgencyForm = "agency-answer";
constexpr std::string_view kConflictForm = "conflict-of-interest";

}  // namespace

AuditNote shown_in_list(const Caller& caller, const ports::CaseRow& row, std::string_view type) {
    AuditNote note = consultation(caller, row, type, {"operational"});
    note.detail.clear();
    return note;
}

std::size_t ListQueries::handed_on(const ports::CaseRow& row, const std::string& agency) {
    const CaseInHand held = parts_.vault.open(row);
    return core::declared_conflicts(held.snapshot->machine.context, agency);
}

Outcome ListQueries::agency_requests(const Caller& caller, const ListAgencyRequests&) {
    if (!core::allows(caller.principal, core::Permission::answer_for_agency)) {
        return refuse_permission(caller, "list_agency_requests");
    }
    json::array items;
    for (const ports::TaskRow& task :
         parts_.store.open_tasks_for_agency(caller.principal.agency, kPageRowsMax)) {
        const auto row = parts_.store.find_case(task.case_id);
        if (!row) throw ports::IntegrityBroken("a task's case is not in the store");
        const core::Walls walls = core::read_walls(row->walls);
        if (walls.conflicted.contains(caller.principal.person)) continue;
        parts_.recorder.record(caller, shown_in_list(caller, *row, "list_agency_requests"));
        items.push_back(json::object{
            {"id", task.id.text},
            {"title", task.view.title},
            {"agency", task.view.each},
            {"due_at", time_or_null(task.view.due)},
            {"opened_at", core::to_rfc3339(task.opened_at)},
            {"handed_on", walls.conflicted.empty() ? 0 : handed_on(*row, task.view.each)},
        });
    }
    return answered_with({{"items", std::move(items)}});
}

Outcome ListQueries::agency_request(const Caller& caller, const ReadAgencyRequest& asked) {
    auto found = access_.find_agency_task(caller, asked.task_id, "read_agency_request");
    if (!found) return core::failure(std::move(found).error());
    AuditNote note = consultation(caller, found->row, "read_agency_request", {"casework"});
    if (found->task.closed_at) {
        return refuse(refusal_of(core::RefusalCode::not_found), std::move(note));
    }
    const CaseInHand held = parts_.vault.open(std::move(found->row));
    const core::statechart::Context& context = held.snapshot->machine.context;
    // Who has an interest in the case has handed it on, and sees it no more.
    if (core::has_declared_conflict(context, caller.principal.person)) {
        return refuse(refusal_of(core::RefusalCode::not_found), std::move(note));
    }
    parts_.recorder.record(caller, note);
    // An agency sees the paper that was addressed to it, as it was sent, and nothing else.
    json::object pack;
    json::value question = nullptr;
    if (const json::object* sent = core::find_pack(context, caller.principal.agency)) {
        pack = member(*sent, "paper").as_object();
        question = member(pack, "question");
        for (const std::string_view said_beside : {"question", "agency"})
            pack.erase(said_beside);
        pack["hash"] = member(*sent, "hash");
    }
    const ports::FormChecker& forms = parts_.definitions.forms_of(held.row.bundle);
    const bool has_form = forms.knows(kAgencyForm);
    return answered_with({
        {"id", found->task.id.text},
        {"title", found->task.view.title},
        {"agency", found->task.view.each},
        {"due_at", time_or_null(found->task.view.due)},
        {"handed_on", core::declared_conflicts(context, caller.principal.agency)},
        {"question", std::move(question)},
        {"pack", std::move(pack)},
        {"form", has_form ? json::value(forms.schema(kAgencyForm)) : nullptr},
        {"conflict_form",
         forms.knows(kConflictForm) ? json::value(forms.schema(kConflictForm)) : nullptr},
    });
}

}  // namespace clarion::runtime
