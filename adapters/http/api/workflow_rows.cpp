// Reports, and the published workflows.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/unfit.hpp"

namespace clarion::http {
namespace {

void read_report(const SharedApi& api, Call call) {
    runtime::ReadReport asked{.name = call.request.path_params.at("name")};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void list_workflows(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    ask(api->queue, std::move(call), runtime::ListWorkflows{}, write_document);
}

void read_workflow(const SharedApi& api, Call call) {
    const auto& names = call.request.path_params;
    runtime::ReadWorkflow asked{.id = names.at("id"), .version = names.at("version")};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

}  // namespace

std::vector<Route> workflow_rows(const SharedApi& api) {
    constexpr Access kAny = Access::signed_in;
    return {
        staff_row(api, Method::get, "/api/v1/reports/{name}", Access::reports, read_report),
        staff_row(api, Method::get, "/api/v1/workflows", kAny, list_workflows),
        staff_row(
            api, Method::get, "/api/v1/workflows/{id}/versions/{version}", kAny, read_workflow
        ),
    };
}

}  // namespace clarion::http
