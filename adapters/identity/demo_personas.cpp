#include "adapters/identity/demo_personas.hpp"

#include <array>
#include <charconv>

#include "engine/core/hex.hpp"

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
    Persona{"third_decision_maker", "decision_maker", "Theo Third", ""},
    Persona{"supervisor", "supervisor", "Sula Supervisor", ""},
    Persona{"second_supervisor", "supervisor", "Suki Supervisor", ""},
    Persona{"auditor", "auditor", "Asa Auditor", ""},
    Persona{"administrator", "administrator", "Ada Administrator", ""},
    Persona{"agency_probation", "agency_member", "Petra Probation", "probation"},
    Persona{"agency_health", "agency_member", "Hari Health", "health"},
    Persona{"front", "intake_service", "Front desk service", ""},
};

static_assert(kPersonas.size() <= kPersonasMax);

std::optional<std::size_t> index_of(std::string_view name) {
    for (std::size_t index = 0; index < kPersonas.size(); ++index) {
        if (kPersonas[index].name == name) return index;
    }
    return std::nullopt;
}

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
    const auto index = index_of(persona);
    if (!index) return std::nullopt;
    const Persona& known = kPersonas[*index];
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

std::optional<core::Principal> DemoPersonas::by_authorization(std::string_view header) const {
    constexpr std::string_view kScheme = "Demo ";
    if (!header.starts_with(kScheme)) return std::nullopt;
    return principal(header.substr(kScheme.size()), clock_.now(), core::SignInMethod::demo);
}

std::string DemoPersonas::signature_of(std::string_view content) const {
    return core::to_hex(digest_of(sha256_, secret_.reveal(), content));
}

std::optional<std::string> DemoPersonas::sign_in(std::string_view persona) const {
    const auto index = index_of(persona);
    if (!index) return std::nullopt;
    const std::string content = std::string(persona) + "." +
                                std::to_string(sign_outs_[*index].load()) + "." +
                                std::to_string(clock_.now().time_since_epoch().count());
    return content + "." + signature_of(content);
}

std::optional<DemoPersonas::Session> DemoPersonas::session_of(std::string_view cookie) const {
    const auto last = cookie.rfind('.');
    if (last == cookie.npos) return std::nullopt;
    auto content = cookie.substr(0, last);
    if (signature_of(content) != cookie.substr(last + 1)) return std::nullopt;
    // What this process signed has three parts, the last two of them numbers.
    const auto take_number = [&content] {
        const auto dot = content.rfind('.');
        std::uint64_t number = 0;
        std::from_chars(content.data() + dot + 1, content.data() + content.size(), number);
        content = content.substr(0, dot);
        return number;
    };
    const core::Instant signed_in{
        std::chrono::milliseconds(static_cast<std::int64_t>(take_number()))};
    const std::uint64_t sign_outs = take_number();
    const auto persona = index_of(content);
    if (!persona || sign_outs != sign_outs_[*persona].load()) return std::nullopt;
    if (clock_.now() - signed_in > kSessionMax) return std::nullopt;
    return Session{.persona = *persona, .signed_in = signed_in};
}

std::optional<core::Principal> DemoPersonas::by_session(std::string_view cookie) const {
    const auto session = session_of(cookie);
    if (!session) return std::nullopt;
    return principal(
        kPersonas[session->persona].name, session->signed_in, core::SignInMethod::demo
    );
}

void DemoPersonas::sign_out(std::string_view cookie) {
    if (const auto session = session_of(cookie)) sign_outs_[session->persona].fetch_add(1);
}

}  // namespace clarion::identity
