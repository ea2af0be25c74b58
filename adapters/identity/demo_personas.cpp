#include "adapters/identity/demo_personas.hpp"

#include <array>
#include <charconv>

namespace clarion::identity {

namespace {

struct Persona {
    std::string_view name;
    std::string_view role;
    std::string_view display_name;
    std::string_view agency;
};

constexpr std::string_view kForce = "example";
constexpr std::array kPersonas{
    Persona{"intake", "intake_officer", "Ines Intake", ""},
    Persona{"researcher", "researcher", "Rhys Researcher", ""},
    Persona{"coordinator", "coordinator", "Cora Coordinator", ""},
    Persona{"officer", "officer", "Otis Officer", ""},
    Persona{"decision_maker", "decision_maker", "Dana Decision", ""},
    Persona{"second_decision_maker", "decision_maker", "Sami Second", ""},
    Persona{"supervisor", "supervisor", "Sula Supervisor", ""},
    Persona{"auditor", "auditor", "Asa Auditor", ""},
    Persona{"administrator", "administrator", "Ada Administrator", ""},
    Persona{"agency_probation", "agency_member", "Petra Probation", "probation"},
    Persona{"agency_health", "agency_member", "Hari Health", "health"},
    Persona{"front", "intake_service", "Front desk service", ""},
};

core::Digest digest_of(
    const core::Sha256& sha256, std::string_view secret, std::string_view content
) {
    const auto bytes = [](std::string_view text) {
        return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
    };
    const core::Digest inner = sha256({bytes(secret), bytes("inner"), bytes(content)});
    return sha256({bytes(secret), bytes("outer"), inner});
}

}  // namespace

DemoPersonas::DemoPersonas(ports::IdSource& ids, const ports::Clock& clock, core::Sha256 sha256)
    : clock_(clock), sha256_(std::move(sha256)), secret_(ids.new_token() + ids.new_token()) {}

std::vector<std::string> DemoPersonas::names() const {
    std::vector<std::string> names;
    names.reserve(kPersonas.size());
    for (const Persona& persona : kPersonas)
        names.emplace_back(persona.name);
    return names;
}

std::optional<core::Principal> DemoPersonas::principal(
    std::string_view persona, core::Instant at, core::SignInMethod method
) const {
    for (const Persona& known : kPersonas) {
        if (known.name != persona) continue;
        return core::Principal{
            .person = {"demo:" + std::string(known.name)},
            .audit_ref = {},
            .issuer = "demo",
            .subject = std::string(known.name),
            .display_name = std::string(known.display_name),
            .roles = {std::string(known.role)},
            .force = std::string(kForce),
            .agency = std::string(known.agency),
            .authenticated_at = at,
            .method = method,
        };
    }
    return std::nullopt;
}

std::optional<core::Principal> DemoPersonas::by_authorization(std::string_view header) const {
    constexpr std::string_view kScheme = "Demo ";
    if (!header.starts_with(kScheme)) return std::nullopt;
    return principal(header.substr(kScheme.size()), clock_.now(), core::SignInMethod::demo);
}

std::string DemoPersonas::signature_of(std::string_view content) const {
    constexpr std::string_view kHex = "0123456789abcdef";
    std::string text;
    for (const std::uint8_t byte : digest_of(sha256_, secret_, content)) {
        text += kHex[byte >> 4U];
        text += kHex[byte & 15U];
    }
    return text;
}

std::optional<std::string> DemoPersonas::sign_in(std::string_view persona) const {
    const core::Instant now = clock_.now();
    if (!principal(persona, now, core::SignInMethod::demo)) return std::nullopt;
    const std::string content =
        std::string(persona) + "." + std::to_string(now.time_since_epoch().count());
    return content + "." + signature_of(content);
}

std::optional<core::Principal> DemoPersonas::by_session(std::string_view cookie) const {
    const auto last = cookie.rfind('.');
    if (last == cookie.npos) return std::nullopt;
    const auto content = cookie.substr(0, last);
    if (signature_of(content) != cookie.substr(last + 1)) return std::nullopt;
    const auto dot = content.rfind('.');
    if (dot == content.npos) return std::nullopt;
    std::int64_t milliseconds = 0;
    std::from_chars(content.data() + dot + 1, content.data() + content.size(), milliseconds);
    const core::Instant signed_in{std::chrono::milliseconds(milliseconds)};
    if (clock_.now() - signed_in > kSessionMax) return std::nullopt;
    return principal(content.substr(0, dot), signed_in, core::SignInMethod::demo);
}

}  // namespace clarion::identity
