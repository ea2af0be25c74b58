// SecurityContact: whom to tell of a weakness, as machines look for it (RFC 9116), at
// /.well-known/security.txt. What stands there is the profile's `force.security_contact`.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/core/time/instant.hpp"

namespace clarion::http::intake {

// Why it cannot be such an address; empty: it is one. `mailto:`, `tel:` or `https://`.
[[nodiscard]] std::string complaint_about_security_contact(std::string_view contact);

// Good for kSecurityContactGoodFor from the day of `now`, in days of UTC: whoever keeps an older
// copy asks again. Requires: no complaint about the contact.
inline constexpr std::chrono::days kSecurityContactGoodFor{90};
[[nodiscard]] std::string security_text(
    std::string_view contact, const std::vector<std::string>& languages, core::Instant now
);

}  // namespace clarion::http::intake
