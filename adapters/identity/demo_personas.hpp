// DemoPersonas: stand-ins for sign-in, under --demo and on loopback only.
//
// A session is a cookie that this process alone can have made (keyed hash); it holds nothing but
// the persona and when they signed in, and ends with the process. Threads: any; immutable once
// built.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/access/principal.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/world.hpp"

namespace clarion::identity {

inline constexpr std::chrono::hours kSessionMax{8};

class DemoPersonas {
public:
    DemoPersonas(ports::IdSource& ids, const ports::Clock& clock, core::Sha256 sha256);

    [[nodiscard]] std::vector<std::string> names() const;
    // `Demo <persona>`, the value of an Authorization header.
    [[nodiscard]] std::optional<core::Principal> by_authorization(std::string_view header) const;
    // A cookie value made by sign_in.
    [[nodiscard]] std::optional<core::Principal> by_session(std::string_view cookie) const;
    // The cookie value of a new session; empty for a name that is no persona.
    [[nodiscard]] std::optional<std::string> sign_in(std::string_view persona) const;

private:
    [[nodiscard]] std::optional<core::Principal> principal(
        std::string_view persona, core::Instant at, core::SignInMethod method
    ) const;
    [[nodiscard]] std::string signature_of(std::string_view content) const;

    const ports::Clock& clock_;
    core::Sha256 sha256_;
    std::string secret_;
};

}  // namespace clarion::identity
