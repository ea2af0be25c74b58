// What auditors keep of their questions to the log, and how parts of the log leave the service.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/preconditions.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/export_run.hpp"
#include "adapters/http/problem.hpp"

namespace clarion::http {
namespace {

void list_queries(const SharedApi& api, Call call) {
    ask(api->queue, std::move(call), runtime::ListKeptQueries{}, write_document);
}

void keep_query(const SharedApi& api, Call call) {
    runtime::KeepQuery asked{.form = json_of(call.request)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void drop_query(const SharedApi& api, Call call) {
    runtime::DropQuery asked{.id = call.request.path_params.at("id")};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void list_exports(const SharedApi& api, Call call) {
    ask(api->queue, std::move(call), runtime::ListExports{}, write_document);
}

void ask_export(const SharedApi& api, Call call) {
    runtime::AskExport asked;
    asked.form = json_of(call.request);
    asked.idempotency = idempotency_of(call.request, api->settings.sha256);
    auto done = [reply = call.reply, request_id = call.request.id](runtime::Answer answer) {
        reply(to_be_written(std::move(answer), write_document, request_id));
    };
    ask_for_export(api->queue, call, std::move(asked), api->settings.sha256, std::move(done));
}

void settle_export(const SharedApi& api, Call call) {
    const auto& names = call.request.path_params;
    runtime::SettleExport asked{
        .id = names.at("id"), .act = names.at("act"), .form = json_of(call.request)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void read_export(const SharedApi& api, Call call) {
    const auto& names = call.request.path_params;
    runtime::ReadExport asked{.id = names.at("id"), .file = names.at("name")};
    auto draw_failure = [request_id = call.request.id](const runtime::Answer& answer) {
        const auto* refusal = std::get_if<core::Refusal>(&answer);
        return refusal != nullptr ? problem_of(*refusal, request_id)
                                  : problem_of(std::get<runtime::Unavailable>(answer), request_id);
    };
    fetch_export(api->queue, call, std::move(asked), api->settings.sha256, std::move(draw_failure));
}

}  // namespace

std::vector<Route> auditor_rows(const SharedApi& api) {
    constexpr Access kAuditor = Access::auditor;
    constexpr Access kExports = Access::exports;
    using enum Method;
    return {
        staff_row(api, get, "/api/v1/audit/queries", kAuditor, list_queries),
        staff_row(api, post, "/api/v1/audit/queries", kAuditor, keep_query),
        staff_row(api, post, "/api/v1/audit/queries/{id}/drop", kAuditor, drop_query),
        staff_row(api, get, "/api/v1/audit/exports", kExports, list_exports),
        staff_row(api, post, "/api/v1/audit/exports", kAuditor, ask_export),
        staff_row(api, post, "/api/v1/audit/exports/{id}/{act}", kExports, settle_export),
        staff_row(api, get, "/api/v1/audit/exports/{id}/files/{name}", kExports, read_export),
    };
}

}  // namespace clarion::http
