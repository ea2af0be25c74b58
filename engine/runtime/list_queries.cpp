#include "engine/runtime/list_queries.hpp"

#include <set>
#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/core/reference.hpp"
#include "engine/ports/failures.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/cursors.hpp"

namespace clarion::runtime {

namespace json = core::json;

namespace {

constexpr std::string_view kAgencyForm = "agency-answer";

std::string list_name(const ListCases& asked) {
    return "cases " + asked.queue;
}

// A place holds what the list is sorted by; the reference stands for the id, which never leaves.
json::object place_of(const ports::CaseRow& row) {
    return {
        {"reference", row.reference.text},
        {"priority", row.priority},
        {"due_at", time_or_null(row.due_at)},
        {"received_at", core::to_rfc3339(row.received_at)},
    };
}

std::optional<core::Instant> instant_at(const json::object& place, std::string_view key) {
    const json::string* text = member(place, key).if_string();
    return text == nullptr ? std::nullopt : core::parse_rfc3339(*text);
}

// Requires: `place` came out of a cursor of ours.
std::optional<ports::CaseRow> row_at(ports::CaseStore& store, const json::object& place) {
    const json::string* reference = member(place, "reference").if_string();
    if (reference == nullptr) return std::nullopt;
    auto row = store.find_case(core::Reference{std::string(*reference)});
    const auto received_at = instant_at(place, "received_at");
    if (!row || !received_at) return std::nullopt;
    row->priority = member(place, "priority").to_number<int>();
    row->due_at = instant_at(place, "due_at");
    row->received_at = *received_at;
    return row;
}

// The entry of one row of a page. It has no detail: the leaf says all there is to say.
AuditNote shown(const Caller& caller, const ports::CaseRow& row, std::string_view type) {
    AuditNote note = consultation(caller, row, type, {"operational"});
    note.detail.clear();
    return note;
}

}  // namespace

json::object ListQueries::item(const ports::CaseRow& row) {
    const ProcessHandle process = parts_.definitions.process_of(row.bundle);
    return {
        {"reference", core::format_reference(row.reference)},
        {"title", where_in_region(*process, row.states, "process").title},
        {"states", text_array(row.states)},
        {"queue", text_or_null(row.queue)},
        {"priority", row.priority},
        {"received_at", core::to_rfc3339(row.received_at)},
        {"due_at", time_or_null(row.due_at)},
        {"clock_state", where_in_region(*process, row.states, "clock").stage},
        {"version", row.version},
    };
}

json::array ListQueries::queues() const {
    std::set<std::string> names;
    for (const ProcessHandle& process : parts_.definitions.offered()) {
        for (const core::StateRule& rule : process->state_rules) {
            if (!rule.queue.empty()) names.insert(rule.queue);
        }
    }
    return text_array({names.begin(), names.end()});
}

Outcome ListQueries::cases(const Caller& caller, const ListCases& asked) {
    if (!core::allows(caller.principal, core::Permission::know_cases)) {
        return refuse_permission(caller, "list_cases");
    }
    ports::CaseListing listing;
    listing.queue = asked.queue;
    listing.limit = kPageRowsMax + 1;  // one more tells whether there is a next page
    if (!asked.cursor.empty()) {
        const auto place = read_cursor(parts_.keys, list_name(asked), asked.cursor);
        if (place) listing.after = row_at(parts_.store, *place);
        if (!listing.after) {
            return refuse_attempt(
                caller,
                "list_cases",
                refusal_of(core::RefusalCode::malformed_body, "the cursor is not one of this list")
            );
        }
    }
    auto rows = parts_.store.list_cases(listing);
    json::value next = nullptr;
    if (rows.size() > kPageRowsMax) {
        rows.resize(kPageRowsMax);
        next = make_cursor(parts_.keys, list_name(asked), place_of(rows.back()));
    }
    json::array items;
    for (const ports::CaseRow& row : rows) {
        parts_.recorder.record(caller, shown(caller, row, "list_cases"));
        items.push_back(item(row));
    }
    return answered_with(
        {{"items", std::move(items)}, {"next_cursor", std::move(next)}, {"queues", queues()}}
    );
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
        parts_.recorder.record(caller, shown(caller, *row, "list_agency_requests"));
        items.push_back(json::object{
            {"id", task.id.text},
            {"title", task.view.title},
            {"agency", task.view.each},
            {"due_at", time_or_null(task.view.due)},
            {"opened_at", core::to_rfc3339(task.opened_at)},
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
    parts_.recorder.record(caller, note);
    const CaseInHand held = parts_.vault.open(std::move(found->row));
    const json::object* forum = member(held.snapshot->machine.context, "forum").if_object();
    // An agency sees its question and the pack addressed to it, and nothing else of the case.
    json::object pack;
    json::value question = nullptr;
    if (forum != nullptr) {
        question = member(*forum, "question");
        pack["summary"] = member(*forum, "pack_summary");
        pack["version"] = member(*forum, "pack_version");
        pack["urgent"] = member(*forum, "urgent");
    }
    const ports::FormChecker& forms = parts_.definitions.forms_of(held.row.bundle);
    const bool has_form = forms.knows(kAgencyForm);
    return answered_with({
        {"id", found->task.id.text},
        {"title", found->task.view.title},
        {"agency", found->task.view.each},
        {"due_at", time_or_null(found->task.view.due)},
        {"question", std::move(question)},
        {"pack", std::move(pack)},
        {"form", has_form ? json::value(forms.schema(kAgencyForm)) : nullptr},
    });
}

}  // namespace clarion::runtime
