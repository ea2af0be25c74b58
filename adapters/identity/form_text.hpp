// Text as it goes into an address or a posted form.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace clarion::identity {

// Everything but RFC 3986's unreserved letters as %XX.
[[nodiscard]] std::string form_text(std::string_view text);
// a=b&c=d
[[nodiscard]] std::string form_of(
    const std::vector<std::pair<std::string_view, std::string_view>>& fields
);
// RFC 4648, section 4, with padding.
[[nodiscard]] std::string base64(std::string_view text);

}  // namespace clarion::identity
