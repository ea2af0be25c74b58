// Problem documents (RFC 9457): the one shape of every API error, without internals or personal
// data.
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "adapters/http/message.hpp"
#include "engine/core/cases/refusal.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

// `slug` becomes the type URI /problems/<slug>; `request_id` the instance.
[[nodiscard]] Response problem(
    int status, std::string_view slug, std::string_view detail, std::string_view request_id
);
[[nodiscard]] Response problem_of(const core::Refusal& refusal, std::string_view request_id);
[[nodiscard]] Response problem_of(
    const runtime::Unavailable& unavailable, std::string_view request_id
);
// What would tell by its time what the records hold leaves when a whole number of these has passed
// since it was asked for: what is not there and what is not theirs to know of, a search and what is
// related, which pass by what is not theirs, and the opening of a case, before which others about
// the same people are looked for.
inline constexpr std::chrono::milliseconds kHiddenStep{50};
// 0: by what was asked, or answered, it may leave at once.
[[nodiscard]] std::chrono::milliseconds step_of(const runtime::Asked& asked);
[[nodiscard]] std::chrono::milliseconds step_of(const runtime::Answer& answer);
[[nodiscard]] int status_of(core::RefusalCode code);
// The reason phrase of RFC 9110, also a problem's title.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace clarion::http
