#include "adapters/identity/people.hpp"

#include <algorithm>

#include "adapters/identity/token_check.hpp"

namespace clarion::identity {

namespace json = core::json;

namespace {

constexpr std::size_t kNameBytesMax = 200;

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
    for (const std::string_view name : names_in(*claim)) {
        const auto known = issuer.roles.find(name);
        if (known == issuer.roles.end()) continue;
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
    const bool has_name = !name.empty() && name.size() <= kNameBytesMax;
    principal.display_name = has_name ? std::string(name) : principal.subject;
    principal.roles = roles_in(issuer, claims);
    principal.force = issuer.force;
    principal.agency = issuer.agency;
    principal.authenticated_at = fresh_since(issuer, claims);
    principal.method = core::SignInMethod::oidc;
    return principal;
}

}  // namespace clarion::identity
