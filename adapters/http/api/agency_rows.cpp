// Agencies: what was asked of them, and their answers.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/preconditions.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/unfit.hpp"

namespace clarion::http {
namespace {

void list_requests(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    ask(api->queue, std::move(call), runtime::ListAgencyRequests{}, write_document);
}

void read_request(const SharedApi& api, Call call) {
    runtime::ReadAgencyRequest asked{.task_id = call.request.path_params.at("id")};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void answer_request(const SharedApi& api, Call call) {
    runtime::AnswerAgencyRequest asked{
        .task_id = call.request.path_params.at("id"),
        .form = json_of(call.request),
        .idempotency = idempotency_of(call.request, api->settings.sha256),
    };
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

}  // namespace

std::vector<Route> agency_rows(const SharedApi& api) {
    return {
        staff_row(api, Method::get, "/api/v1/agency-requests", Access::agency, list_requests),
        staff_row(
            api, Method::get, "/api/v1/agency-requests/{id}", Access::signed_in, read_request
        ),
        staff_row(
            api,
            Method::post,
            "/api/v1/agency-requests/{id}/answer",
            Access::signed_in,
            answer_request
        ),
    };
}

}  // namespace clarion::http
