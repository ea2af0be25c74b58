#include "engine/runtime/workflow_queries.hpp"

#include <algorithm>
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

// A figure as the profile has it, and whether anybody looked it up.
json::object figure(std::string_view name, const json::object& written) {
    const bool is_verified =
        !member(written, "verified_by").is_null() && !member(written, "verified_on").is_null();
    return {
        {"name", name},
        {"title", member(written, "title")},
        {"value", member(written, "value")},
        {"unit", member(written, "unit")},
        {"status", member(written, "status")},
        {"source", member(written, "source")},
        {"verified", is_verified},
    };
}

// Limits and facts of the scheme, and how many of them nobody has verified.
void add_figures(const core::Process& process, json::object& item) {
    std::uint64_t unverified = 0;
    for (const std::string_view part : {"limits", "facts"}) {
        json::array figures;
        if (const json::object* all = member(process.profile, part).if_object()) {
            for (const auto& [name, written] : *all) {
                if (!written.is_object()) continue;
                figures.push_back(figure(name, written.get_object()));
                if (!figures.back().at("verified").as_bool()) ++unverified;
            }
        }
        item[part] = std::move(figures);
    }
    item["unverified"] = unverified;
}

}  // namespace

json::value WorkflowQueries::opening_of(const Caller& caller, const ProcessHandle& process) {
    const core::Opening& opening = process->opening;
    // Only the newest version of a route takes new cases.
    if (opening.roles.empty() || parts_.definitions.newest_named(process->id) != process) {
        return nullptr;
    }
    const bool allowed =
        std::any_of(opening.roles.begin(), opening.roles.end(), [&](const std::string& role) {
            return core::acts_as(caller.principal, role);
        });
    return json::object{
        {"title", opening.title},
        {"roles", text_array(opening.roles)},
        {"allowed", allowed},
        {"form", parts_.definitions.forms_of(process->hash).schema(opening.form)},
        {"form_name", opening.form},
    };
}

Outcome WorkflowQueries::list(const Caller& caller, const ListWorkflows&) {
    // An agency sees what it may open itself, and nothing else.
    const bool is_agency = core::allows(caller.principal, core::Permission::answer_for_agency);
    if (!is_agency && !may_read_workflows(caller)) {
        return refuse_permission(caller, "list_workflows");
    }
    json::array items;
    for (const ProcessHandle& process : parts_.definitions.offered()) {
        json::value opening = opening_of(caller, process);
        if (is_agency && (opening.is_null() || !opening.at("allowed").as_bool())) continue;
        json::object item = identity_of(*process);
        item["title"] = process->title;
        item["route"] = process->route;
        item["takes_requests"] = process == parts_.definitions.for_requests();
        item["opening"] = std::move(opening);
        if (!is_agency) add_figures(*process, item);
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

}  // namespace clarion::runtime
