#include "adapters/http/console/posted_page.hpp"

#include "adapters/http/console/words.hpp"
#include "adapters/http/problem.hpp"

namespace clarion::http::console {

std::string value_of(const FormFields& fields, std::string_view name) {
    for (const auto& [key, value] : fields) {
        if (key == name) return value;
    }
    return {};
}

std::string peeked_value(const std::string& body, std::string_view name) {
    if (const auto fields = parse_form(body, {})) return value_of(*fields, name);
    const std::string mark = std::string(name) + "=";
    const auto start = body.find(mark);
    if (start == std::string::npos) return {};
    const auto from = start + mark.size();
    return body.substr(from, body.find('&', from) - from);
}

std::string words_for(const core::Refusal& refusal) {
    switch (refusal.code) {
        case core::RefusalCode::version_stale:
            return "Somebody changed this case while you were writing. What you typed is below. "
                   "Look "
                   "at what changed, then send it again.";
        case core::RefusalCode::action_not_available:
            return "The case has moved on, and this cannot be done now. What you typed is below.";
        case core::RefusalCode::role_not_allowed:
            return "Your role cannot do this. What you typed is below, to hand on.";
        case core::RefusalCode::second_person_required:
            return "This needs a second person: you took an earlier step that must be another's.";
        case core::RefusalCode::sign_in_too_old:
            return "For this, sign in again first. What you typed is below.";
        case core::RefusalCode::guard_failed:
            return rules_in_words(core::json::value_from(refusal.reasons)) +
                   " What you typed is below.";
        case core::RefusalCode::outside_safe_window:
            return refusal.detail;
        case core::RefusalCode::idempotency_key_reused:
            return "This was sent before with other words. Look at the case first, then send it "
                   "again.";
        case core::RefusalCode::invalid_form:
            return {};
        case core::RefusalCode::not_signed_in:
        case core::RefusalCode::not_found:
        case core::RefusalCode::unknown_action:
        case core::RefusalCode::idempotency_key_missing:
        case core::RefusalCode::version_missing:
        case core::RefusalCode::malformed_body:
        case core::RefusalCode::unsupported_media_type:
        case core::RefusalCode::bad_query:
        case core::RefusalCode::log_retired:
        case core::RefusalCode::step_unbounded:
            break;
    }
    return "This could not be done: " + refusal.detail;
}

void say_why_not(WrittenPage& page, const runtime::Answer& answer, ports::IdSource& ids) {
    const auto* refusal = std::get_if<core::Refusal>(&answer);
    if (refusal == nullptr) {
        page.status = 503;
        page.trouble =
            "It could not be put on record just now. What you typed is below: send it again, it "
            "counts once.";
        return;
    }
    page.status = status_of(refusal->code);
    page.errors = refusal->errors;
    page.trouble = words_for(*refusal);
    page.sign_in_again = refusal->code == core::RefusalCode::sign_in_too_old;
    page.key = ids.new_token();
}

core::json::value named_in(
    const core::json::value& document, std::string_view list, std::string_view name
) {
    if (const auto* items = at(document, list).if_array()) {
        for (const core::json::value& item : *items) {
            if (text_at(item, "name") == name) return item;
        }
    }
    return nullptr;
}

void say_if_not_allowed(ActionPage& page) {
    const bool is_first = page.status == 200 && page.trouble.empty();
    if (!is_first || at(page.action, "allowed") == core::json::value(true)) return;
    page.trouble = why_not_in_words(at(page.action, "why_not"));
}

}  // namespace clarion::http::console
