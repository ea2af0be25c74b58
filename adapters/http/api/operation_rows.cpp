// The API's own description, and what the admin listener tells operators.
#include "adapters/http/api/row_groups.hpp"
#include "adapters/http/problem.hpp"
#include "engine/core/json.hpp"

namespace clarion::http {
namespace {

Route admin_row(std::string_view pattern, Handler handler) {
    return {
        Method::get,
        pattern,
        ListenerKind::admin,
        Access::operators,
        Style::api,
        std::move(handler)};
}

void say_protected_resource(const Api& api, const Call& call) {
    if (!api.settings.protected_resource.empty()) {
        return call.reply(json_response(200, api.settings.protected_resource));
    }
    call.reply(problem(404, "not_found", "Nobody signs in by token here.", call.request.id));
}

void say_ready(const Api& api, const Call& call) {
    const Readiness readiness = api.settings.readiness();
    const core::json::object document{
        {"status", readiness.ready ? "ready" : "not_ready"}, {"why", readiness.why}};
    call.reply(json_response(readiness.ready ? 200 : 503, core::json::serialize(document)));
}

void say_metrics(const Api& api, const Call& call) {
    Response response;
    response.body = api.settings.metrics();
    call.reply(std::move(response.with("content-type", "text/plain; version=0.0.4")));
}

}  // namespace

std::vector<Route> operation_rows(const SharedApi& api) {
    return {
        {Method::get,
         "/api/v1/openapi.json",
         ListenerKind::staff,
         Access::anyone,
         Style::api,
         [api](const Call& call) { call.reply(json_response(200, api->settings.openapi_json)); }},
        {Method::get,
         "/.well-known/oauth-protected-resource",
         ListenerKind::staff,
         Access::anyone,
         Style::api,
         [api](const Call& call) { say_protected_resource(*api, call); }},
        admin_row(
            "/healthz",
            [](const Call& call) { call.reply(json_response(200, R"({"status":"ok"})")); }
        ),
        admin_row("/readyz", [api](const Call& call) { say_ready(*api, call); }),
        admin_row("/metrics", [api](const Call& call) { say_metrics(*api, call); }),
    };
}

}  // namespace clarion::http
