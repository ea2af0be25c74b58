// CompactToken: a signed token (RFC 7515, compact form) taken apart, before anything of it is
// believed.
//
// Read strictly, so that no two programs can read it in two ways: three parts, canonical base64url,
// no member named twice, no header that changes what is signed.
// Limits: kTokenBytesMax, and JSON kTokenDepthMax deep.
#pragma once

#include <string>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/core/result.hpp"

namespace clarion::identity {

inline constexpr std::size_t kTokenBytesMax = std::size_t{8} * 1024;
inline constexpr std::size_t kTokenDepthMax = 8;

// Why a token is not taken. For metrics and tests: whoever brought it hears only that it is not.
enum class TokenFault {
    form,       // not three parts of canonical base64url with strict JSON inside
    header,     // a header that this program does not follow
    algorithm,  // not one that the issuer may use
    type,       // a token made for something else
    key,        // no such key of the issuer
    signature,  // not made with that key
    issuer,     // nobody we know
    audience,   // made for somebody else
    time,       // over, not yet, or for too long
    claims,     // a claim is missing or is not what it must be
    binding,    // bound to a certificate that this connection did not show
};

[[nodiscard]] std::string_view to_string(TokenFault fault);

struct CompactToken {
    std::string text;
    core::json::object header;
    core::json::object claims;
    std::string signature;  // decoded

    // What the signature is over.
    [[nodiscard]] std::string_view signed_part() const {
        return std::string_view(text).substr(0, text.rfind('.'));
    }
};

[[nodiscard]] core::Result<CompactToken, TokenFault> read_compact_token(std::string_view text);

// A text member; empty when it is missing or no text.
[[nodiscard]] std::string_view text_member(const core::json::object& object, std::string_view name);

}  // namespace clarion::identity
