// TokenCheck: every rule that stands between a token and the belief that an issuer said it.
//
// Sources: RFC 8725, 7519, 9068 (access tokens), 8705 (binding), OpenID Connect Core 3.1.3.7 (ID
// tokens) and Back-Channel Logout 2.6. What they leave open is read the strict way (DECISIONS.md).
#pragma once

#include <chrono>
#include <string>
#include <string_view>

#include "adapters/identity/issuer.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::identity {

enum class TokenKind { access, id, logout };

inline constexpr std::chrono::seconds kClockSkewMax{60};
// Whoever was let go keeps nothing for longer, even when their provider never tells us.
inline constexpr std::chrono::minutes kTokenLifeMax{90};

struct TokenWanted {
    TokenKind kind = TokenKind::access;
    std::string_view audience;
    std::string_view nonce = {};                   // of ID tokens
    std::string_view certificate_thumbprint = {};  // base64url SHA-256 of what this connection
                                                   // showed; empty: nothing
    core::Instant now;
};

// The token's claims, believed.
[[nodiscard]] core::Result<core::json::object, TokenFault> check_token(
    CompactToken token, const Issuer& issuer, const KeySet& keys, const TokenWanted& wanted
);

// A time claim; empty when it is missing or no time.
[[nodiscard]] std::optional<core::Instant> time_claim(
    const core::json::object& claims, std::string_view name
);

}  // namespace clarion::identity
