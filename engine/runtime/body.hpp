// Body: what came with a request, before its turn to be looked at.
#pragma once

#include <string>
#include <variant>

#include "engine/core/json.hpp"
#include "engine/core/sha256.hpp"

namespace clarion::runtime {

// A body as it came: the JSON it holds, or why it could not be read (told only when its turn
// comes).
struct Unreadable {
    std::string reason;   // line, column and what was expected; never the text itself
    bool is_json = true;  // false: another media type, or a content coding
};
using Body = std::variant<core::json::value, Unreadable>;

// How a repeat is recognised. The scope is the caller: two callers may use the same key.
struct Idempotency {
    std::string key;            // empty: missing
    core::Digest request_hash;  // of method, path and body
};

}  // namespace clarion::runtime
