// JsonBody: a request body read as strict JSON, or the place where it stops being that.
//
// Strict: UTF-8, one value, depth at most kJsonDepthMax, no member named twice in one object, no
// number beyond what a double holds.
//
// Failure: a body that cannot be read is passed on as Unreadable, since other checks come first.
#pragma once

#include <string_view>

#include "engine/runtime/work.hpp"

namespace clarion::http {

inline constexpr int kJsonDepthMax = 32;

// The reason names line, column and what is wrong there, never the text itself.
[[nodiscard]] runtime::Body read_json_body(std::string_view text);

}  // namespace clarion::http
