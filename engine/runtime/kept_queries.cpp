#include "engine/runtime/kept_queries.hpp"

#include <utility>

#include "engine/core/access/policy.hpp"
#include "engine/runtime/audit_grammar.hpp"
#include "engine/runtime/case_access.hpp"
#include "engine/runtime/case_documents.hpp"
#include "engine/runtime/form_check.hpp"

namespace clarion::runtime {

namespace json = core::json;
using core::RefusalCode;

namespace {

constexpr std::string_view kForm = "audit-query";
constexpr std::string_view kKept = "audit_query_kept";
constexpr std::string_view kListed = "audit_queries_listed";
constexpr std::string_view kDropped = "audit_query_dropped";

bool may_read(const Caller& caller) {
    return core::allows(caller.principal, core::Permission::read_audit);
}

core::Refusal invalid(std::vector<core::FieldError> errors) {
    core::Refusal refusal = refusal_of(RefusalCode::invalid_form);
    refusal.errors = std::move(errors);
    return refusal;
}

}  // namespace

std::vector<core::FieldError> complaints_about(std::string_view query) {
    const auto parsed = parse_audit_query(query);
    if (parsed) return {};
    return {{"/query", "pattern", "The query cannot be read, " + parsed.error()}};
}

void KeptQueries::record(const Caller& caller, std::string_view type) {
    AuditNote note;
    note.cls = core::AuditClass::security;
    note.type = type;
    note.why = "audit";
    parts_.recorder.record(caller, note);
}

Outcome KeptQueries::keep(const Caller& caller, const KeepQuery& asked) {
    if (!may_read(caller)) return refuse_permission(caller, kKept);
    auto form = read_form(parts_.store, parts_.forms, kForm, asked.form);
    if (!form) return refuse_attempt(caller, kKept, std::move(form).error());
    if (auto errors = complaints_about(text_at(*form, "query")); !errors.empty())
        return refuse_attempt(caller, kKept, invalid(std::move(errors)));
    const core::AuditRef owner = requests_.ref_of(caller);
    AuditRequest request;
    const auto own = requests_.all(kKeptQuery, owner, kKeptQueriesMax);
    for (const AuditRequest& known : own) {
        if (text_at(known.words, "name") == text_at(*form, "name")) request = known;
    }
    if (request.row.id.empty()) {
        if (own.size() == kKeptQueriesMax) {
            return refuse_attempt(
                caller,
                kKept,
                invalid({{"/name", "max_items", "Too many are kept: take one away first"}})
            );
        }
        request.row.id = ids_.new_token();
        request.row.kind = kKeptQuery;
        request.row.owner = owner;
    }
    request.row.at = parts_.clock.now();
    request.words = {{"name", form->at("name")}, {"query", form->at("query")}};
    requests_.keep(request);
    record(caller, kKept);
    return answered_with({{"id", request.row.id}, {"name", form->at("name")}});
}

Outcome KeptQueries::list(const Caller& caller) {
    if (!may_read(caller)) return refuse_permission(caller, kListed);
    record(caller, kListed);
    json::array items;
    for (const AuditRequest& own :
         requests_.all(kKeptQuery, requests_.ref_of(caller), kKeptQueriesMax)) {
        items.push_back(json::object{
            {"id", own.row.id},
            {"name", text_at(own.words, "name")},
            {"query", text_at(own.words, "query")},
            {"kept_at", core::to_rfc3339(own.row.at)}});
    }
    return answered_with({{"items", std::move(items)}});
}

Outcome KeptQueries::drop(const Caller& caller, const DropQuery& asked) {
    if (!may_read(caller)) return refuse_permission(caller, kDropped);
    if (!requests_.own_query(caller, asked.id))
        return refuse_attempt(caller, kDropped, refusal_of(RefusalCode::not_found));
    parts_.store.remove_audit_request(asked.id);
    record(caller, kDropped);
    return answered_with({{"id", asked.id}});
}

}  // namespace clarion::runtime
