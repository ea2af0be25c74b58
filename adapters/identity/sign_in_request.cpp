#include "adapters/identity/sign_in_request.hpp"

#include <array>
#include <charconv>

#include "adapters/identity/base64url.hpp"
#include "adapters/identity/form_text.hpp"
#include "engine/ports/bytes.hpp"

namespace clarion::identity {

namespace {

constexpr std::string_view kHome = "/console";
// What a session lasts at most; asking for it makes the provider say when they signed in.
constexpr std::string_view kAgeOfSession = "28800";

// The time it takes tells nothing of how far two texts agree.
bool same(std::string_view left, std::string_view right) {
    if (left.size() != right.size()) return false;
    unsigned difference = 0;
    for (std::size_t at = 0; at < left.size(); ++at)
        difference |= static_cast<unsigned char>(left[at] ^ right[at]);
    return difference == 0;
}

std::string_view take_part(std::string_view& text) {
    const auto end = std::min(text.find('.'), text.size());
    const std::string_view part = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    return part;
}

}  // namespace

std::string safe_return(std::string_view path) {
    constexpr std::size_t kLengthMax = 200;
    constexpr std::string_view kLetters =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_/";
    const bool is_ours = path == kHome || path.starts_with(std::string(kHome) + "/");
    const bool is_plain = path.find_first_not_of(kLetters) == path.npos && path.size() < kLengthMax;
    return std::string(is_ours && is_plain ? path : kHome);
}

SignInRequests::SignInRequests(ports::IdSource& ids, const ports::Clock& clock, core::Sha256 sha256)
    : ids_(ids),
      clock_(clock),
      sha256_(std::move(sha256)),
      secret_(ids.new_token() + ids.new_token()) {}

std::string SignInRequests::derived(std::string_view purpose, std::string_view content) const {
    const core::Digest inner = sha256_(
        {ports::view_of(secret_.reveal()),
         ports::view_of(purpose),
         ports::view_of("\n"),
         ports::view_of(content)}
    );
    return encode_base64url(
        sha256_({ports::view_of(secret_.reveal()), ports::view_of("outer"), inner})
    );
}

SignInRequests::Begun SignInRequests::begin(
    const Provider& provider,
    const ProviderPlaces& places,
    const std::string& redirect_uri,
    const Way& way
) const {
    const std::string content = provider.known().issuer.name + "." + (way.fresh ? "1" : "0") + "." +
                                std::to_string(clock_.now().time_since_epoch().count()) + "." +
                                encode_base64url(ports::view_of(safe_return(way.return_to))) + "." +
                                ids_.new_token();
    const std::string verifier = derived("verifier", content);
    const core::Digest challenge = sha256_({ports::view_of(verifier)});
    const ConsoleClient& client = *provider.known().issuer.console;
    std::string strong;
    for (const std::string& acr : client.fresh_acr)
        strong += (strong.empty() ? "" : " ") + acr;
    const std::string state = derived("state", content);
    const std::string nonce = derived("nonce", content);
    const std::string pkce = encode_base64url(challenge);
    std::vector<std::pair<std::string_view, std::string_view>> fields{
        {"response_type", "code"},
        {"client_id", client.id},
        {"redirect_uri", redirect_uri},
        {"scope", "openid profile"},
        {"state", state},
        {"nonce", nonce},
        {"code_challenge", pkce},
        {"code_challenge_method", "S256"},
        {"max_age", way.fresh ? "0" : kAgeOfSession}};
    if (way.fresh) fields.emplace_back("prompt", "login");
    if (!strong.empty()) fields.emplace_back("acr_values", strong);
    const bool has_query = places.authorization.find('?') != std::string::npos;
    return {
        .url = places.authorization + (has_query ? "&" : "?") + form_of(fields),
        .cookie = content + "." + derived("cookie", content)};
}

std::optional<SignInRequests::Returned> SignInRequests::take_back(
    std::string_view cookie, std::string_view state
) const {
    const auto last = cookie.rfind('.');
    if (last == cookie.npos) return std::nullopt;
    const std::string_view content = cookie.substr(0, last);
    if (!same(derived("cookie", content), cookie.substr(last + 1))) return std::nullopt;
    if (!same(derived("state", content), state)) return std::nullopt;
    // What this process signed has these parts.
    std::string_view rest = content;
    Returned made;
    made.issuer = take_part(rest);
    made.way.fresh = take_part(rest) == "1";
    const std::string_view when = take_part(rest);
    std::int64_t began = 0;
    std::from_chars(when.data(), when.data() + when.size(), began);
    if (clock_.now() - core::Instant{std::chrono::milliseconds(began)} > kSignInMax)
        return std::nullopt;
    made.way.return_to = safe_return(decode_base64url(take_part(rest)).value_or(""));
    made.nonce = derived("nonce", content);
    made.verifier = derived("verifier", content);
    return made;
}

}  // namespace clarion::identity
