// Typed text: what somebody wrote in a box, without what they cannot see and never meant.
//
// Threads: any; pure.
#pragma once

#include <string>
#include <string_view>

namespace clarion::http::intake {

// Spaces at the ends go and several become one, every line end becomes \n, at the ends none. Gone
// are control characters, the marks that reorder text around them (telephones put them around
// numbers that are copied) and code points that are no characters. Everything else stays byte for
// byte. Without `several_lines` a line end is a space.
[[nodiscard]] std::string typed_text(std::string_view text, bool several_lines);

}  // namespace clarion::http::intake
