// What the header fields of an API call say: idempotency key, versions, media type.
//
// Nothing here refuses on its own account: the engine says no in its own order.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "adapters/http/message.hpp"
#include "engine/core/sha256.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

inline constexpr std::size_t kIdempotencyKeyBytesMax = 200;

// An unusable key counts as missing.
[[nodiscard]] runtime::Idempotency idempotency_of(
    const Request& request, const core::Sha256& sha256
);

// The version in If-Match, such as "7". Missing, weak, a list, or `*` (which would mean "whatever
// it is now", and so write over what the caller never saw): empty, which the engine answers with
// 428. Any other tag: a version no case has, answered with 412.
[[nodiscard]] std::optional<std::uint64_t> if_match_of(const Request& request);

// True when If-None-Match names this version.
[[nodiscard]] bool has_seen(const Request& request, std::uint64_t version);

// The body as JSON, or why it is none, another media type among the reasons. No body and no type at
// all is an empty form.
[[nodiscard]] runtime::Body json_of(const Request& request);

}  // namespace clarion::http
