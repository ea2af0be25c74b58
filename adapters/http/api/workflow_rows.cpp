// Reports, and the published workflows.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/unfit.hpp"
#include "adapters/http/problem.hpp"
#include "adapters/http/report_run.hpp"
#include "engine/core/json_text.hpp"
#include "engine/core/safe_integer.hpp"

namespace clarion::http {
namespace {

// The query decides, for links; then the header.
bool wants_csv(const Call& call, std::string_view format) {
    if (!format.empty()) return format == "csv";
    const auto accepted = call.request.header("accept");
    return accepted && accepted->find("text/csv") != std::string_view::npos;
}

Response written(const core::json::object& report, bool as_csv) {
    if (!as_csv) {
        std::string body;
        core::append_json(body, report);
        return json_response(200, std::move(body));
    }
    Response response;
    response.body = report_csv(report);
    response.with("content-type", "text/csv; charset=utf-8; header=present");
    return response;
}

void read_report(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {"year", "format"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const std::string year = query_text(call, "year");
    constexpr std::uint64_t kYearMin = 2000;
    constexpr std::uint64_t kYearMax = 2999;
    const auto number = core::parse_safe_integer(year.empty() ? "0" : year);
    if (!number || (!year.empty() && (*number < kYearMin || *number > kYearMax))) {
        return refuse_query(api, std::move(call), "`year` is not a year such as 2026.");
    }
    const std::string format = query_text(call, "format");
    if (!format.empty() && format != "csv" && format != "json") {
        return refuse_query(api, std::move(call), "`format` is neither json nor csv.");
    }
    runtime::ReadReport asked;
    asked.name = call.request.path_params.at("name");
    asked.year = static_cast<int>(*number);
    run_report(
        api->queue,
        call,
        std::move(asked),
        [as_csv = wants_csv(call, format)](const core::json::object& report) {
            return written(report, as_csv);
        },
        [id = call.request.id](const runtime::Answer& answer) {
            const auto* refusal = std::get_if<core::Refusal>(&answer);
            return refusal != nullptr ? problem_of(*refusal, id)
                                      : problem_of(std::get<runtime::Unavailable>(answer), id);
        }
    );
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
