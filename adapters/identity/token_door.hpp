// TokenDoor: whom a bearer access token (RFC 6750, 9068) stands for.
//
// Ownership: borrows nothing that changes; issuers' keys are shared with whoever fetches them.
// Threads:   any.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "adapters/identity/issuer_keys.hpp"
#include "adapters/identity/people.hpp"
#include "adapters/identity/sign_outs.hpp"
#include "adapters/identity/token_check.hpp"
#include "engine/ports/world.hpp"

namespace clarion::identity {

struct KnownIssuer {
    Issuer issuer;
    IssuerKeys keys;
};
using KnownIssuers = std::vector<std::shared_ptr<KnownIssuer>>;

enum class DoorAnswer {
    no_token,     // the header is of no scheme of ours
    bad_token,    // one answer for all that can be wrong with one
    cannot_tell,  // its issuer's keys were never fetched
};

class TokenDoor {
public:
    TokenDoor(
        KnownIssuers issuers,
        Aliases aliases,
        std::shared_ptr<const SignOuts> sign_outs,
        const ports::Clock& clock,
        std::function<void(TokenFault)> note  // may be empty
    );
    // `header` is the value of an Authorization header; `thumbprint` of the client certificate that
    // this connection showed, empty without.
    [[nodiscard]] core::Result<core::Principal, DoorAnswer> by_authorization(
        std::string_view header, std::string_view thumbprint
    ) const;

private:
    [[nodiscard]] core::Result<core::Principal, TokenFault> by_token(
        CompactToken token, KnownIssuer& from, std::string_view thumbprint
    ) const;

    KnownIssuers issuers_;
    Aliases aliases_;
    std::shared_ptr<const SignOuts> sign_outs_;
    const ports::Clock& clock_;
    std::function<void(TokenFault)> note_;
};

}  // namespace clarion::identity
