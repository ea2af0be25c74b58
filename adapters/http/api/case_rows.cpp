// Cases: lists, one case, what can be done with it, its history, clock and diagram.
//
// Rows on one case are open to everybody signed in: whether the case is theirs to know is the
// engine's answer, the same 404 as for a case that is not there, and it is logged.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/list_page.hpp"
#include "adapters/http/api/preconditions.hpp"
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/api/unfit.hpp"
#include "adapters/http/percent_encoding.hpp"
#include "engine/core/safe_integer.hpp"

namespace clarion::http {
namespace {

std::string reference_of(const Call& call) {
    return call.request.path_params.at("ref");
}

void list_cases(const SharedApi& api, Call call) {
    constexpr std::uint64_t kPriorityMax = 1000;
    if (const auto wrong =
            complaint_about_query(call, {"queue", "stage", "clock", "priority", "cursor"});
        !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    runtime::ListCases asked;
    asked.queue = query_text(call, "queue");
    std::string list = "/api/v1/cases?queue=" + encode_percent(asked.queue);
    const auto filter = [&](std::string_view name) {
        std::string value = query_text(call, name);
        if (!value.empty()) list += "&" + std::string(name) + "=" + encode_percent(value);
        return value;
    };
    asked.stage = filter("stage");
    asked.clock = filter("clock");
    const std::string priority = filter("priority");
    const auto least = core::parse_safe_integer(priority.empty() ? "0" : priority);
    if (!least || *least > kPriorityMax) {
        return refuse_query(
            api, std::move(call), "`priority` is not a whole number from 0 to 1000."
        );
    }
    asked.min_priority = static_cast<int>(*least);
    auto cursor = cursor_of(*api, call, list);
    if (!cursor) return refuse_query(api, std::move(call), kForeignCursor);
    asked.cursor = std::move(*cursor);
    auto write = write_page(api, call.principal, list);
    ask(api->queue, std::move(call), std::move(asked), std::move(write));
}

void start_case(const SharedApi& api, Call call) {
    runtime::StartCase asked{
        .body = json_of(call.request),
        .idempotency = idempotency_of(call.request, api->settings.sha256),
    };
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void open_case(const SharedApi& api, Call call) {
    runtime::OpenCase asked{.reference = reference_of(call)};
    Request seen;
    seen.headers = call.request.headers;
    ask(api->queue,
        std::move(call),
        std::move(asked),
        [seen](runtime::Answered& answered, Response& response) {
            write_document(answered, response);
            if (!answered.version || !has_seen(seen, *answered.version)) return;
            response.status = 304;  // the look is in the log all the same
            response.body.clear();
        });
}

void list_actions(const SharedApi& api, Call call) {
    runtime::ListActions asked{.reference = reference_of(call)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void take_action(const SharedApi& api, Call call) {
    runtime::TakeAction asked{
        .reference = reference_of(call),
        .action = call.request.path_params.at("name"),
        .form = json_of(call.request),
        .idempotency = idempotency_of(call.request, api->settings.sha256),
        .if_match = if_match_of(call.request),
    };
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void read_timeline(const SharedApi& api, Call call) {
    if (const auto wrong = complaint_about_query(call, {"after"}); !wrong.empty()) {
        return refuse_query(api, std::move(call), wrong);
    }
    const auto after = core::parse_safe_integer(call.request.query_value("after").value_or("0"));
    if (!after) return refuse_query(api, std::move(call), "`after` is not a whole number.");
    const std::string path = call.request.path;
    runtime::ReadTimeline asked{.reference = reference_of(call), .after = *after};
    ask(api->queue,
        std::move(call),
        std::move(asked),
        [path](runtime::Answered& answered, Response& response) {
            write_document(answered, response);
            const auto* object = answered.document.if_object();
            const auto* next = object == nullptr ? nullptr : object->if_contains("next");
            if (next == nullptr || next->is_null()) return;
            response.with(
                "link", "<" + path + "?after=" + core::json::serialize(*next) + ">; rel=\"next\""
            );
        });
}

void read_clock(const SharedApi& api, Call call) {
    runtime::ReadClock asked{.reference = reference_of(call)};
    ask(api->queue, std::move(call), std::move(asked), write_document);
}

void draw_diagram(const SharedApi& api, Call call) {
    runtime::DrawDiagram asked{.reference = reference_of(call)};
    ask(api->queue,
        std::move(call),
        std::move(asked),
        [api](runtime::Answered& answered, Response& response) {
            const auto& dot = answered.document.at("dot").as_string();
            response.body = api->settings.render_dot(std::string(dot));
            response.with("content-type", "image/svg+xml");
        });
}

}  // namespace

std::vector<Route> case_rows(const SharedApi& api) {
    constexpr Access kStaff = Access::staff;
    constexpr Access kAny = Access::signed_in;
    return {
        staff_row(api, Method::get, "/api/v1/cases", kStaff, list_cases),
        staff_row(api, Method::post, "/api/v1/cases", kAny, start_case),
        staff_row(api, Method::get, "/api/v1/cases/{ref}", kAny, open_case),
        staff_row(api, Method::get, "/api/v1/cases/{ref}/actions", kAny, list_actions),
        staff_row(api, Method::post, "/api/v1/cases/{ref}/actions/{name}", kAny, take_action),
        staff_row(api, Method::get, "/api/v1/cases/{ref}/timeline", kAny, read_timeline),
        staff_row(api, Method::get, "/api/v1/cases/{ref}/clock", kAny, read_clock),
        staff_row(api, Method::get, "/api/v1/cases/{ref}/diagram.svg", kAny, draw_diagram),
    };
}

}  // namespace clarion::http
