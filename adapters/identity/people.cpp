#include "adapters/identity/people.hpp"

#include <algorithm>

#include "adapters/identity/token_check.hpp"

namespace clarion::identity {

namespace json = core::json;

namespace {

constexpr std::size_t kNameBytesMax = 200;

// Whether it can be shown and kept: no control characters, which PostgreSQL would not keep, and
// none that turn the line around, which would make one person's name look like another's.
bool is_showable(std::string_view name) {
    const bool has_control = std::any_of(name.begin(), name.end(), [](unsigned char letter) {
        return letter < ' ' || letter == 0x7F;
    });
    if (has_control || name.empty() || name.size() > kNameBytesMax) return false;
    // C1 controls; U+200E and U+200F, U+2028 to U+202E; U+2066 to U+2069.
    for (std::size_t at = 0; at + 1 < name.size(); ++at) {
        const auto second = static_cast<unsigned char>(name[at + 1]);
        if (name[at] == '\xC2' && second < 0xA0) return false;
        if (at + 2 >= name.size() || name[at] != '\xE2') continue;
        const auto third = static_cast<unsigned char>(name[at + 2]);
        if (second == 0x80 && (third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE)))
            return false;
        if (second == 0x81 && third >= 0xA6 && third <= 0xA9) return false;
    }
    return true;
}

std::vector<std::string_view> names_in(const json::value& claim) {
    std::vector<std::string_view> names;
    if (const auto* list = claim.if_array()) {
        for (const json::value& each : *list) {
            if (each.is_string()) names.emplace_back(each.get_string());
        }
    } else if (claim.is_string()) {
        // A list of words, as `scope` is written.
        std::string_view rest = claim.get_string();
        while (!rest.empty()) {
            const auto end = std::min(rest.find(' '), rest.size());
            names.push_back(rest.substr(0, end));
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return names;
}

std::vector<std::string> roles_in(const Issuer& issuer, const json::object& claims) {
    std::vector<std::string> roles;
    const auto* claim = claims.if_contains(issuer.roles_claim);
    if (claim == nullptr) return roles;
    const auto ours = issuer.roles.current();
    for (const std::string_view name : names_in(*claim)) {
        const auto known = ours->find(name);
        if (known == ours->end()) continue;
        if (std::find(roles.begin(), roles.end(), known->second) == roles.end())
            roles.push_back(known->second);
    }
    return roles;
}

// A sign-in counts as fresh only by a way that the configuration says is strong enough.
core::Instant fresh_since(const Issuer& issuer, const json::object& claims) {
    const auto at = time_claim(claims, "auth_time");
    if (!at) return {};
    if (!issuer.console || issuer.console->fresh_acr.empty()) return *at;
    const auto& strong = issuer.console->fresh_acr;
    const bool is_strong =
        std::find(strong.begin(), strong.end(), text_member(claims, "acr")) != strong.end();
    return is_strong ? *at : core::Instant{};
}

}  // namespace

core::Principal principal_of(
    const Issuer& issuer, const json::object& claims, const Aliases& aliases
) {
    core::Principal principal;
    principal.issuer = issuer.url;
    principal.subject = text_member(claims, "sub");
    const auto known = aliases.find({principal.issuer, principal.subject});
    principal.person =
        known != aliases.end() ? known->second : person_id(principal.issuer, principal.subject);
    const std::string_view name = text_member(claims, "name");
    principal.display_name = is_showable(name) ? std::string(name) : principal.subject;
    principal.roles = roles_in(issuer, claims);
    principal.force = issuer.force;
    principal.agency = issuer.agency;
    principal.authenticated_at = fresh_since(issuer, claims);
    principal.method = core::SignInMethod::oidc;
    return principal;
}

}  // namespace clarion::identity
