#include "engine/core/cases/refusal.hpp"

#include <exception>

namespace clarion::core {

std::string_view to_string(RefusalCode code) {
    switch (code) {
        case RefusalCode::not_signed_in:
            return "not_signed_in";
        case RefusalCode::not_found:
            return "not_found";
        case RefusalCode::unknown_action:
            return "unknown_action";
        case RefusalCode::idempotency_key_missing:
            return "idempotency_key_missing";
        case RefusalCode::idempotency_key_reused:
            return "idempotency_key_reused";
        case RefusalCode::version_missing:
            return "version_missing";
        case RefusalCode::version_stale:
            return "version_stale";
        case RefusalCode::action_not_available:
            return "action_not_available";
        case RefusalCode::role_not_allowed:
            return "role_not_allowed";
        case RefusalCode::malformed_body:
            return "malformed_body";
        case RefusalCode::unsupported_media_type:
            return "unsupported_media_type";
        case RefusalCode::bad_query:
            return "bad_query";
        case RefusalCode::invalid_form:
            return "invalid_form";
        case RefusalCode::second_person_required:
            return "second_person_required";
        case RefusalCode::sign_in_too_old:
            return "sign_in_too_old";
        case RefusalCode::guard_failed:
            return "guard_failed";
        case RefusalCode::outside_safe_window:
            return "outside_safe_window";
        case RefusalCode::log_retired:
            return "log_retired";
        case RefusalCode::step_unbounded:
            return "step_unbounded";
    }
    std::terminate();
}

}  // namespace clarion::core
