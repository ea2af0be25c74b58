#include "adapters/http/problem.hpp"

#include <algorithm>
#include <string>

#include "engine/core/json.hpp"

namespace clarion::http {
namespace {

namespace json = core::json;

json::object document_of(
    int status, std::string_view slug, std::string_view detail, std::string_view request_id
) {
    return json::object{
        {"type", "/problems/" + std::string(slug)},
        {"title", reason_phrase(status)},
        {"status", status},
        {"code", slug},
        {"detail", detail},
        {"instance", "urn:clarion:request:" + std::string(request_id)},
    };
}

Response response_of(int status, const json::object& document) {
    Response response = json_response(status, json::serialize(document));
    response.headers.front().second = "application/problem+json";
    return response;
}

std::string_view detail_of(core::RefusalCode code) {
    switch (code) {
        case core::RefusalCode::not_signed_in:
            return "Sign in first.";
        case core::RefusalCode::not_found:
            return "There is nothing here that you may know of.";
        case core::RefusalCode::unknown_action:
            return "The workflow has no such action.";
        case core::RefusalCode::idempotency_key_missing:
            return "Send an Idempotency-Key of 1 to 200 visible characters.";
        case core::RefusalCode::idempotency_key_reused:
            return "This Idempotency-Key came before with another request.";
        case core::RefusalCode::version_missing:
            return "Send If-Match with the version you have seen, such as \"7\"; * is not "
                   "accepted.";
        case core::RefusalCode::version_stale:
            return "The case has changed since you read it.";
        case core::RefusalCode::action_not_available:
            return "The action is not possible now.";
        case core::RefusalCode::role_not_allowed:
            return "Your roles may not take this action.";
        case core::RefusalCode::malformed_body:
            return "The body cannot be read.";
        case core::RefusalCode::unsupported_media_type:
            return "Send application/json without a content coding.";
        case core::RefusalCode::bad_query:
            return "The query cannot be understood.";
        case core::RefusalCode::invalid_form:
            return "Some fields are not right.";
        case core::RefusalCode::second_person_required:
            return "Somebody else must take this action.";
        case core::RefusalCode::sign_in_too_old:
            return "Sign in again to take this action.";
        case core::RefusalCode::guard_failed:
            return "A rule of the workflow does not hold.";
        case core::RefusalCode::outside_safe_window:
            return "Contact is not safe at this time.";
        case core::RefusalCode::log_retired:
            return "The log was retired: its entries are given out no more.";
        case core::RefusalCode::step_unbounded:
            return "The workflow does not come to rest.";
    }
    return "";
}

// A sentence in any case. The engine gives the name of what it refused, others give a sentence.
std::string detail_of(const core::Refusal& refusal) {
    std::string words(detail_of(refusal.code));
    // A 404 never says more: what is not there and what is not yours to know look the same.
    if (refusal.code == core::RefusalCode::not_found || refusal.detail.empty()) return words;
    if (refusal.says_it_all()) return refusal.detail;
    if (refusal.code == core::RefusalCode::second_person_required)
        return "Somebody else must take this action: you took " + refusal.detail + ".";
    words.back() = ':';
    return words + " " + refusal.detail + ".";
}

json::array errors_of(const std::vector<core::FieldError>& errors) {
    json::array list;
    for (const auto& error : errors) {
        list.push_back(json::object{
            {"field", error.field}, {"code", error.code}, {"message", error.message}});
    }
    return list;
}

}  // namespace

std::chrono::milliseconds step_of(const runtime::Asked& asked) {
    const bool looks_at_others = std::holds_alternative<runtime::StartCase>(asked) ||
                                 std::holds_alternative<runtime::SearchCases>(asked) ||
                                 std::holds_alternative<runtime::ReadRelated>(asked);
    return looks_at_others ? kHiddenStep : std::chrono::milliseconds(0);
}

std::chrono::milliseconds step_of(const runtime::Answer& answer) {
    const auto* refusal = std::get_if<core::Refusal>(&answer);
    if (refusal == nullptr) return {};
    const auto names_a_case = [](const core::FieldError& error) {
        return error.code == "unknown_case";
    };
    const bool may_be_there =
        refusal->code == core::RefusalCode::not_found ||
        std::any_of(refusal->errors.begin(), refusal->errors.end(), names_a_case);
    return may_be_there ? kHiddenStep : std::chrono::milliseconds(0);
}

int status_of(core::RefusalCode code) {
    switch (code) {
        case core::RefusalCode::not_signed_in:
            return 401;
        case core::RefusalCode::not_found:
        case core::RefusalCode::unknown_action:
            return 404;
        case core::RefusalCode::idempotency_key_missing:
            return 400;
        case core::RefusalCode::idempotency_key_reused:
            return 422;
        case core::RefusalCode::version_missing:
            return 428;
        case core::RefusalCode::version_stale:
            return 412;
        case core::RefusalCode::action_not_available:
            return 409;
        case core::RefusalCode::role_not_allowed:
            return 403;
        case core::RefusalCode::malformed_body:
            return 400;
        case core::RefusalCode::unsupported_media_type:
            return 415;
        case core::RefusalCode::bad_query:
            return 400;
        case core::RefusalCode::invalid_form:
            return 422;
        case core::RefusalCode::second_person_required:
        case core::RefusalCode::sign_in_too_old:
            return 403;
        case core::RefusalCode::guard_failed:
        case core::RefusalCode::outside_safe_window:
            return 409;
        case core::RefusalCode::log_retired:
            return 410;
        case core::RefusalCode::step_unbounded:
            return 500;
    }
    return 500;
}

std::string_view reason_phrase(int status) {
    switch (status) {  // numbers from outside, so the last line stands for all others
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 503:
            return "Service Unavailable";
        case 505:
            return "HTTP Version Not Supported";
    }
    return "Answer";
}

Response problem(
    int status, std::string_view slug, std::string_view detail, std::string_view request_id
) {
    return response_of(status, document_of(status, slug, detail, request_id));
}

Response problem_of(const core::Refusal& refusal, std::string_view request_id) {
    const int status = status_of(refusal.code);
    auto document =
        document_of(status, core::to_string(refusal.code), detail_of(refusal), request_id);
    if (refusal.code == core::RefusalCode::invalid_form) {
        document["errors"] = errors_of(refusal.errors);
    }
    if (!refusal.rule.empty()) document["rule"] = refusal.rule;
    if (!refusal.reasons.empty()) document["reasons"] = json::value_from(refusal.reasons);
    if (const auto& window = refusal.next_window) {
        document["next_window"] = json::object{
            {"from", core::to_rfc3339(window->from)}, {"to", core::to_rfc3339(window->until)}};
    }
    Response response = response_of(status, document);
    if (refusal.code == core::RefusalCode::version_stale) {
        response.with("etag", '"' + std::to_string(refusal.version) + '"');
    }
    return response;
}

Response problem_of(const runtime::Unavailable& unavailable, std::string_view request_id) {
    if (unavailable.case_damaged) {
        return problem(
            503,
            "case_damaged",
            "What is stored of this case is damaged. Nothing took place, and nothing will before "
            "it is repaired: tell those who run the service.",
            request_id
        );
    }
    Response response =
        unavailable.outcome_unknown
            ? problem(
                  503,
                  "outcome_unknown",
                  "It is not known whether this took place. Repeat it with the same "
                  "Idempotency-Key.",
                  request_id
              )
            : problem(503, "unavailable", "Nothing took place. Try again.", request_id);
    response.with("retry-after", "1");
    return response;
}

}  // namespace clarion::http
