#include "adapters/identity/token_door.hpp"

#include <algorithm>

namespace clarion::identity {

namespace {

// The token of a Bearer header; empty for any other scheme. The scheme's letters may be of any
// size.
std::optional<std::string_view> token_in(std::string_view header) {
    constexpr std::string_view kScheme = "bearer ";
    if (header.size() < kScheme.size()) return std::nullopt;
    const bool is_ours =
        std::equal(kScheme.begin(), kScheme.end(), header.begin(), [](char wanted, char got) {
            return wanted == (got >= 'A' && got <= 'Z' ? static_cast<char>(got - 'A' + 'a') : got);
        });
    if (!is_ours) return std::nullopt;
    return header.substr(kScheme.size());
}

}  // namespace

TokenDoor::TokenDoor(
    KnownIssuers issuers,
    Aliases aliases,
    std::shared_ptr<const SignOuts> sign_outs,
    const ports::Clock& clock,
    std::function<void(TokenFault)> note
)
    : issuers_(std::move(issuers)),
      aliases_(std::move(aliases)),
      sign_outs_(std::move(sign_outs)),
      clock_(clock),
      note_(std::move(note)) {}

core::Result<core::Principal, DoorAnswer> TokenDoor::by_authorization(
    std::string_view header, std::string_view thumbprint
) const {
    const auto text = token_in(header);
    if (!text) return core::failure(DoorAnswer::no_token);
    const auto refuse = [this](TokenFault fault) {
        if (note_) note_(fault);
        return core::failure(DoorAnswer::bad_token);
    };
    auto token = read_compact_token(*text);
    if (!token) return refuse(token.error());
    const std::string_view named = text_member(token->claims, "iss");
    const auto known = std::find_if(issuers_.begin(), issuers_.end(), [named](const auto& each) {
        return each->issuer.url == named && !each->issuer.audience.empty();
    });
    if (known == issuers_.end()) return refuse(TokenFault::issuer);
    if (!(*known)->keys.current()) return core::failure(DoorAnswer::cannot_tell);
    auto principal = by_token(std::move(*token), **known, thumbprint);
    if (!principal) return refuse(principal.error());
    return std::move(*principal);
}

core::Result<core::Principal, TokenFault> TokenDoor::by_token(
    CompactToken token, KnownIssuer& from, std::string_view thumbprint
) const {
    const TokenWanted wanted{
        .kind = TokenKind::access,
        .audience = from.issuer.audience,
        .nonce = {},
        .certificate_thumbprint = thumbprint,
        .now = clock_.now(),
    };
    const auto claims = check_token(std::move(token), from.issuer, *from.keys.current(), wanted);
    if (!claims) {
        if (claims.error() == TokenFault::key) from.keys.want_newer();
        return core::failure(claims.error());
    }
    const auto issued = time_claim(*claims, "iat");
    const std::string subject(text_member(*claims, "sub"));
    if (sign_outs_->ended({from.issuer.url, subject}, *issued))
        return core::failure(TokenFault::time);
    core::Principal principal = principal_of(from.issuer, *claims, aliases_);
    principal.method = core::SignInMethod::service;
    return principal;
}

}  // namespace clarion::identity
