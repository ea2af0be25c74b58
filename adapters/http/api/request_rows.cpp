// Bringing a request in from a trusted front: the one API call the public listener takes.
#include "adapters/http/api/ask.hpp"
#include "adapters/http/api/preconditions.hpp"
#include "adapters/http/api/row_groups.hpp"

namespace clarion::http {
namespace {

// The language the form was filled in: Welsh when the form says so, else English.
std::string language_of(const runtime::Body& form) {
    const auto* value = std::get_if<core::json::value>(&form);
    const auto* object = value == nullptr ? nullptr : value->if_object();
    const auto* language = object == nullptr ? nullptr : object->if_contains("language");
    const auto* text = language == nullptr ? nullptr : language->if_string();
    return text != nullptr && *text == "cy" ? "cy" : "en";
}

void submit_request(const Api& api, Call call) {
    auto form = json_of(call.request);
    std::string language = language_of(form);
    runtime::SubmitRequest asked{
        .form = std::move(form),
        .idempotency = idempotency_of(call.request, api.settings.sha256),
        .channel = "service",
        .language = std::move(language),
        .network = {},
    };
    ask(api.queue, std::move(call), std::move(asked), write_document);
}

}  // namespace

std::vector<Route> request_rows(const SharedApi& api) {
    std::vector<Route> rows;
    rows.push_back(
        {Method::post,
         "/api/v1/requests",
         ListenerKind::public_form,
         // Whether they are a front is asked after the key: the order of the API.
         Access::signed_in,
         Style::api,
         [api](Call call) { submit_request(*api, std::move(call)); }}
    );
    return rows;
}

}  // namespace clarion::http
