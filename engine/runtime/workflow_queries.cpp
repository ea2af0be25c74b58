#include "engine/runtime/workflow_queries.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_documents.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

bool may_read_workflows(const Caller& caller) {
    return core::allows(caller.principal, core::Permission::read_workflows);
}

json::object identity_of(const core::Process& process) {
    return {{"id", process.id}, {"version", process.version}, {"hash", process.hash.text}};
}

}  // namespace

Outcome WorkflowQueries::list(const Caller& caller, const ListWorkflows&) {
    if (!may_read_workflows(caller)) return refuse_permission(caller, "list_workflows");
    json::array items;
    for (const ProcessHandle& process : parts_.definitions.offered()) {
        json::object item = identity_of(*process);
        const std::string& title = process->state_rules.front().title;
        item["title"] = title.empty() ? process->id : title;
        items.push_back(std::move(item));
    }
    return answered_with({{"items", std::move(items)}});
}

Outcome WorkflowQueries::read(const Caller& caller, const ReadWorkflow& asked) {
    if (!may_read_workflows(caller)) return refuse_permission(caller, "read_workflow");
    for (const ProcessHandle& process : parts_.definitions.offered()) {
        if (process->id != asked.id || process->version != asked.version) continue;
        json::object document = identity_of(*process);
        document["definition"] = parts_.definitions.written(process->hash);
        return answered_with(std::move(document));
    }
    return refuse_unrecorded(core::RefusalCode::not_found);
}

Outcome WorkflowQueries::report(const Caller& caller, const ReadReport& asked) {
    if (!core::allows(caller.principal, core::Permission::read_reports)) {
        return refuse_permission(caller, "read_report");
    }
    if (asked.name != "statistics") return refuse_unrecorded(core::RefusalCode::not_found);
    json::array rows;
    for (const ports::CaseStore::CountRow& row : parts_.store.count_cases()) {
        const bool is_told = row.count >= kSuppressedBelow;
        rows.push_back(json::object{
            {"month", row.month},
            {"outcome", text_or_null(row.outcome)},
            {"queue", text_or_null(row.queue)},
            {"count", is_told ? json::value(row.count) : nullptr},
        });
    }
    AuditNote note;
    note.cls = core::AuditClass::consultation;
    note.type = "read_report";
    note.why = why_of(caller.principal);
    parts_.recorder.record(caller, note);
    return answered_with({{"rows", std::move(rows)}, {"suppressed_below", kSuppressedBelow}});
}

}  // namespace clarion::runtime
