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

void say(const SharedApi& api, Call call, bool is_conflict) {
    runtime::AnswerAgencyRequest asked{
        .task_id = call.request.path_params.at("id"),
        .form = json_of(call.request),
        .idempotency = idempotency_of(call.request, api->settings.sha256),
        .is_conflict = is_conflict,
    };
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void answer_request(const SharedApi& api, Call call) {
    say(api, std::move(call), false);
}

void declare_conflict(const SharedApi& api, Call call) {
    say(api, std::move(call), true);
}

void list_of_case(const SharedApi& api, Call call) {
    runtime::ListCaseAgencies asked{.reference = call.request.path_params.at("ref")};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void preview_papers(const SharedApi& api, Call call) {
    runtime::PreviewPapers asked{
        .reference = call.request.path_params.at("ref"), .form = json_of(call.request)};
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
        staff_row(
            api,
            Method::post,
            "/api/v1/agency-requests/{id}/conflict",
            Access::signed_in,
            declare_conflict
        ),
        staff_row(
            api, Method::get, "/api/v1/cases/{ref}/agency-requests", Access::signed_in, list_of_case
        ),
        staff_row(
            api,
            Method::post,
            "/api/v1/cases/{ref}/agency-requests/preview",
            Access::signed_in,
            preview_papers
        ),
    };
}

}  // namespace clarion::http
