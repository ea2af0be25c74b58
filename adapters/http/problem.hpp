// Problem documents (RFC 9457): the one shape of every API error, without internals or personal
// data.
#pragma once

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
[[nodiscard]] int status_of(core::RefusalCode code);
// The reason phrase of RFC 9110, also a problem's title.
[[nodiscard]] std::string_view reason_phrase(int status);

}  // namespace clarion::http
