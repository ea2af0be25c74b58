#include "engine/runtime/agency_queries.hpp"

#include <algorithm>
#include <utility>

#include "engine/core/cases/advance.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/paper_tools.hpp"
#include "engine/runtime/shown.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

const std::vector<std::string> kAllThatAgenciesMaySee{
    "casework", "existence", "operational", "police", "safety"};

// The first act that issues papers; null where the workflow issues none.
const core::ActionRule* issuing(const core::Process& process) {
    for (const auto& [name, action] : process.actions) {
        if (action.papers == core::Papers::issue) return &action;
    }
    return nullptr;
}

bool may_issue(const core::Principal& principal, const core::Process& process) {
    const auto acts = [&](const std::string& role) { return core::acts_as(principal, role); };
    return std::any_of(process.actions.begin(), process.actions.end(), [&](const auto& known) {
        const core::ActionRule& action = known.second;
        return action.papers == core::Papers::issue &&
               std::any_of(action.roles.begin(), action.roles.end(), acts);
    });
}

json::value due_if_asked_now(
    const core::Process& process, const std::string& agency, core::Instant now
) {
    const json::object* known = core::find_agency(process, agency);
    const json::value* name = known == nullptr ? nullptr : known->if_contains("answer_within");
    if (name == nullptr || !name->is_string()) return nullptr;
    const auto limit = process.limits.find(std::string_view(name->get_string()));
    if (limit == process.limits.end()) return nullptr;
    return json::value(
        core::to_rfc3339(core::due_instant(limit->second, now, process.calendar, *process.zone))
    );
}

json::value title_of(const core::Process& process, const std::string& agency) {
    const json::object* known = core::find_agency(process, agency);
    return known == nullptr ? json::value(agency) : member(*known, "title");
}

// The last that an agency said, of answers and of replies that are none yet.
const json::object* last_said(const core::statechart::Context& context, const std::string& agency) {
    const json::object* last = nullptr;
    for (const std::string_view path : {"forum.replies", "forum.answers"}) {
        const json::value* list = context.find(path);
        if (list == nullptr || !list->is_array()) continue;
        for (const json::value& entry : list->get_array()) {
            const json::object* said = entry.if_object();
            if (said != nullptr && member(*said, "agency") == json::value(agency)) last = said;
        }
    }
    return last;
}

}  // namespace

core::Result<json::object, core::Refusal> AgencyQueries::draft_of(
    const Caller& caller, const CaseInHand& held, const Body& body
) {
    using core::RefusalCode;
    const core::ActionRule* action = issuing(*held.process);
    if (action == nullptr) return core::failure(refusal_of(RefusalCode::unknown_action));
    if (!may_issue(caller.principal, *held.process))
        return core::failure(refusal_of(RefusalCode::role_not_allowed, action->name));
    if (const auto* unreadable = std::get_if<Unreadable>(&body)) {
        if (!unreadable->is_json) {
            return core::failure(refusal_of(RefusalCode::unsupported_media_type));
        }
        return core::failure(refusal_of(RefusalCode::malformed_body, unreadable->reason));
    }
    if (!std::get<json::value>(body).is_object()) {
        return core::failure(refusal_of(RefusalCode::malformed_body, "a JSON object was expected"));
    }
    const std::string& name = action->form;
    const ports::FormChecker& forms = parts_.definitions.forms_of(held.row.bundle);
    if (!forms.knows(name)) return core::failure(refusal_of(RefusalCode::unknown_action));
    json::value filled = forms.tidy(std::get<json::value>(body));
    core::Refusal refusal = refusal_of(RefusalCode::invalid_form, name);
    refusal.errors = forms.check(name, filled);
    if (!refusal.errors.empty()) return core::failure(std::move(refusal));
    return std::move(filled.get_object());
}

Outcome AgencyQueries::preview(const Caller& caller, const PreviewPapers& asked) {
    auto row = access_.find(caller, asked.reference, "preview_papers");
    if (!row) return core::failure(std::move(row).error());
    AuditNote note = consultation(caller, *row, "preview_papers", kAllThatAgenciesMaySee);
    const CaseInHand held = parts_.vault.open(std::move(row).value());
    const auto form = draft_of(caller, held, asked.form);
    if (!form) return refuse(form.error(), std::move(note));
    parts_.recorder.record(caller, note);
    const ports::FormChecker& forms = parts_.definitions.forms_of(held.row.bundle);
    // What is shown is covered as elsewhere; the hash is of the paper that would go.
    const Shown shown = shown_to(parts_, caller, held);
    json::array items;
    for (core::AgencyPack& pack : core::packs_for(
             *held.process,
             held.snapshot->machine.context,
             form.value(),
             paper_tools(forms, parts_.sha256)
         )) {
        items.push_back(json::object{
            {"agency", pack.agency},
            {"title", title_of(*held.process, pack.agency)},
            {"due_at", due_if_asked_now(*held.process, pack.agency, parts_.clock.now())},
            {"paper", shown.of("forum.packs.paper", json::value(std::move(pack.paper)))},
            {"hash", pack.hash},
            {"withheld", text_array(pack.withheld)},
        });
    }
    return answered_with({{"items", std::move(items)}});
}

Outcome AgencyQueries::of_case(const Caller& caller, const ListCaseAgencies& asked) {
    auto row = access_.find(caller, asked.reference, "list_case_agencies");
    if (!row) return core::failure(std::move(row).error());
    parts_.recorder.record(caller, consultation(caller, *row, "list_case_agencies", {"casework"}));
    const CaseInHand held = parts_.vault.open(std::move(row).value());
    const core::statechart::Context& context = held.snapshot->machine.context;
    const auto tasks = parts_.store.open_tasks_of(held.row.id);
    json::array items;
    const json::value* agencies = context.find("forum.agencies");
    if (agencies == nullptr || !agencies->is_array()) return answered_with({{"items", items}});
    for (const json::value& entry : agencies->get_array()) {
        if (!entry.is_string()) continue;
        const std::string agency(entry.get_string());
        const json::object* pack = core::find_pack(context, agency);
        const json::object* said = last_said(context, agency);
        const auto task = std::find_if(tasks.begin(), tasks.end(), [&](const auto& open) {
            return open.view.each == agency;
        });
        const json::object* paper = pack == nullptr ? nullptr : member(*pack, "paper").if_object();
        items.push_back(json::object{
            {"agency", agency},
            {"title", title_of(*held.process, agency)},
            {"due_at", task == tasks.end() ? json::value(nullptr) : time_or_null(task->view.due)},
            {"version", paper == nullptr ? json::value(nullptr) : member(*paper, "version")},
            {"hash", pack == nullptr ? json::value(nullptr) : member(*pack, "hash")},
            {"answer", said == nullptr ? json::value(nullptr) : member(*said, "answer")},
            {"answered_at", said == nullptr ? json::value(nullptr) : member(*said, "at")},
            {"handed_on", core::declared_conflicts(context, agency)},
        });
    }
    return answered_with({{"items", std::move(items)}});
}

}  // namespace clarion::runtime
