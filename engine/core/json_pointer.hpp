// JSON pointers (RFC 6901), by which every reader names the place of a fault.
#pragma once

#include <string>
#include <string_view>

namespace clarion::core {

// One step of a pointer: ~ and / inside the name are escaped.
[[nodiscard]] std::string pointer_token(std::string_view name);

}  // namespace clarion::core
