// SecurityHeaders: what every answer of a listener carries, whatever its status (assurance B5).
#pragma once

#include <string_view>

#include "adapters/http/message.hpp"

namespace clarion::http {

// Header lines with their CR LF. An answer may set its own Cache-Control (named static files) and
// Content-Security-Policy, so these two are not among them; nothing here can be softened.
[[nodiscard]] std::string_view security_headers(bool tls);
[[nodiscard]] std::string_view content_security_policy(ListenerKind listener);

}  // namespace clarion::http
