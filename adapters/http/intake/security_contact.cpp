#include "adapters/http/intake/security_contact.hpp"

#include <algorithm>
#include <array>

namespace clarion::http::intake {

std::string complaint_about_security_contact(std::string_view contact) {
    constexpr std::array<std::string_view, 3> kSchemes{"mailto:", "tel:", "https://"};
    const bool is_known = std::any_of(kSchemes.begin(), kSchemes.end(), [&](auto scheme) {
        return contact.starts_with(scheme) && contact.size() > scheme.size();
    });
    if (!is_known) return "must begin with mailto:, tel: or https://";
    const bool is_printed =
        std::all_of(contact.begin(), contact.end(), [](char c) { return c > ' ' && c <= '~'; });
    return is_printed ? "" : "must be an address without spaces, in ASCII";
}

std::string security_text(
    std::string_view contact, const std::vector<std::string>& languages, core::Instant now
) {
    const auto day = std::chrono::floor<std::chrono::days>(now) + kSecurityContactGoodFor;
    std::string text = "Contact: " + std::string(contact) + "\n";
    text += "Expires: " + core::to_rfc3339(core::Instant(day)) + "\n";
    std::string joint = "Preferred-Languages: ";
    for (const std::string& language : languages) {
        text += joint + language;
        joint = ", ";
    }
    return languages.empty() ? text : text + "\n";
}

}  // namespace clarion::http::intake
