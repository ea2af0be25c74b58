// SignInRequests: one person's way to their provider and back (OpenID Connect, authorisation code
// with PKCE S256; RFC 9207).
//
// Nothing is kept between the two halves: state, nonce and PKCE verifier are made again from the
// cookie that the browser brings back, so strangers who begin and never return fill no memory.
//
// Threads: any. Limits: kSignInMax from one half to the other; none survives a restart.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/identity/provider.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/secret.hpp"
#include "engine/ports/world.hpp"

namespace clarion::identity {

inline constexpr std::chrono::minutes kSignInMax{10};

class SignInRequests {
public:
    SignInRequests(ports::IdSource& ids, const ports::Clock& clock, core::Sha256 sha256);

    struct Way {
        bool fresh = false;     // they must prove again who they are
        std::string return_to;  // a path of ours; anything else becomes /console
    };
    struct Begun {
        std::string url;     // at the provider
        std::string cookie;  // for this browser alone
    };
    [[nodiscard]] Begun begin(
        const Provider& provider,
        const ProviderPlaces& places,
        const std::string& redirect_uri,
        const Way& way
    ) const;

    struct Returned {
        std::string issuer;  // by name
        Way way;
        std::string nonce;
        std::string verifier;
    };
    // Empty: this browser did not begin it here, or too long ago.
    [[nodiscard]] std::optional<Returned> take_back(std::string_view cookie, std::string_view state)
        const;

private:
    [[nodiscard]] std::string derived(std::string_view purpose, std::string_view content) const;

    ports::IdSource& ids_;
    const ports::Clock& clock_;
    core::Sha256 sha256_;
    ports::Secret secret_;
};

// A path of the console, such as /console/cases/7K3M2QXTC; otherwise the console itself.
[[nodiscard]] std::string safe_return(std::string_view path);

}  // namespace clarion::identity
