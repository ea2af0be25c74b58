// Access itself: uncovering who somebody is, breaking a glass, the alerts that supervisors work.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/preconditions.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/unfit.hpp"

namespace clarion::http {
namespace {

void reveal_person(const SharedApi& api, Call call) {
    const auto& names = call.request.path_params;
    runtime::RevealPerson asked{
        .reference = names.at("ref"), .role = names.at("role"), .form = json_of(call.request)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void break_glass(const SharedApi& api, Call call) {
    runtime::BreakGlass asked{
        .reference = call.request.path_params.at("ref"), .form = json_of(call.request)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void list_alerts(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {"state", "cursor"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const std::string state = query_text(call, "state");
    if (!state.empty() && state != "open" && state != "settled") {
        return refuse_query(api, std::move(call), "`state` is neither open nor settled.");
    }
    const bool settled = state == "settled";
    const std::string list = settled ? "/api/v1/alerts?state=settled" : "/api/v1/alerts";
    auto cursor = cursor_of(*api, call, list);
    if (!cursor) return refuse_query(api, std::move(call), kForeignCursor);
    auto write = write_page(api, call.principal, list);
    runtime::ListAlerts asked{.settled = settled, .cursor = std::move(*cursor)};
    ask(api->queue, std::move(call), std::move(asked), std::move(write));
}

void settle_alert(const SharedApi& api, Call call) {
    runtime::SettleAlert asked{
        .id = call.request.path_params.at("id"), .form = json_of(call.request)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

}  // namespace

std::vector<Route> access_rows(const SharedApi& api) {
    constexpr Access kAny = Access::signed_in;
    constexpr Access kAlerts = Access::alerts;
    return {
        staff_row(
            api, Method::post, "/api/v1/cases/{ref}/people/{role}/reveal", kAny, reveal_person
        ),
        staff_row(api, Method::post, "/api/v1/cases/{ref}/break-glass", kAny, break_glass),
        staff_row(api, Method::get, "/api/v1/alerts", kAlerts, list_alerts),
        staff_row(api, Method::post, "/api/v1/alerts/{id}/settle", kAlerts, settle_alert),
    };
}

}  // namespace clarion::http
