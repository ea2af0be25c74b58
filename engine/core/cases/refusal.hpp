// Refusal: why the answer is no. Recorded, and told to the caller without internals.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/time/contact_window.hpp"

namespace clarion::core {

// Part of the HTTP API: never rename.
enum class RefusalCode {
    not_signed_in,            // 401
    not_found,                // 404: not there, or not yours to know
    unknown_action,           // 404: the workflow has no such action
    idempotency_key_missing,  // 400
    idempotency_key_reused,   // 422: seen with another body
    version_missing,          // 428
    version_stale,            // 412
    action_not_available,     // 409: no active state has this action now
    role_not_allowed,         // 403: none of the person's roles may take it
    malformed_body,           // 400
    unsupported_media_type,   // 415
    bad_query,                // 400: a query that this address does not understand
    invalid_form,             // 422, with field errors
    second_person_required,   // 403: the same person took an earlier step that must be another's
    sign_in_too_old,          // 403: the act asks for a fresh sign-in
    guard_failed,             // 409: a rule of the workflow does not hold
    outside_safe_window,      // 409: contact at a time that the contact plan does not call safe
    log_retired,              // 410: an entry of a log that is given out no more
    step_unbounded,           // 500: the workflow would not come to rest; nothing was stored
};

// The wire form, such as `second_person_required`.
[[nodiscard]] std::string_view to_string(RefusalCode code);

// One wrong field of a form. `code` is one of the schema's x-messages codes: part of the HTTP API.
struct FieldError {
    std::string field;  // JSON pointer into the form, "" for the whole
    std::string code;
    std::string message;
};

struct Refusal {
    RefusalCode code = RefusalCode::not_found;
    // The name of a state or an action, or a sentence that says it all; never data of a person.
    std::string detail;
    std::vector<FieldError> errors;
    std::uint64_t version = 0;  // current version, with version_stale
    std::string rule = {};      // with guard_failed: what would have to hold, in words
    // With guard_failed: for what does not hold and has them, the workflow's sentences by language.
    std::vector<json::object> reasons = {};
    std::optional<SafeWindow> next_window = std::nullopt;  // with outside_safe_window, where known

    // Names have no spaces.
    [[nodiscard]] bool says_it_all() const { return detail.find(' ') != std::string::npos; }
};

}  // namespace clarion::core
