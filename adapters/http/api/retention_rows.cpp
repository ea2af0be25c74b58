// How long closed cases are kept: what is due to be looked at, holds, and the erasure of a case.
//
// Rows on one case are open to everybody signed in, for the reason that case_rows.cpp gives.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/preconditions.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/unfit.hpp"

namespace clarion::http {
namespace {

void list_due(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {"cursor"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const std::string list = "/api/v1/retention";
    auto cursor = cursor_of(*api, call, list);
    if (!cursor) return refuse_query(api, std::move(call), kForeignCursor);
    auto write = write_page(api, call.principal, list);
    ask(api->queue,
        std::move(call),
        runtime::ListRetention{.cursor = std::move(*cursor)},
        std::move(write));
}

void read_one(const SharedApi& api, Call call) {
    runtime::ReadRetention asked{.reference = call.request.path_params.at("ref")};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void take_act(const SharedApi& api, Call call) {
    runtime::TakeRetentionAct asked{
        .reference = call.request.path_params.at("ref"),
        .act = call.request.path_params.at("act"),
        .form = json_of(call.request),
        .idempotency = idempotency_of(call.request, api->settings.sha256),
    };
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

}  // namespace

std::vector<Route> retention_rows(const SharedApi& api) {
    constexpr Access kAny = Access::signed_in;
    return {
        staff_row(api, Method::get, "/api/v1/retention", Access::staff, list_due),
        staff_row(api, Method::get, "/api/v1/cases/{ref}/retention", kAny, read_one),
        staff_row(api, Method::post, "/api/v1/cases/{ref}/retention/{act}", kAny, take_act),
    };
}

}  // namespace clarion::http
