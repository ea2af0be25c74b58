// DemoPersonas: stand-ins for sign-in, under --demo and on loopback only.
//
// A session is a cookie that this process alone can have made (keyed hash); it holds the persona,
// when they signed in and how often that persona has signed out, and ends with the process. Signing
// out ends every session of the persona, copied cookies included.
//
// Threads: any.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/access/principal.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/secret.hpp"
#include "engine/ports/world.hpp"

namespace clarion::identity {

inline constexpr std::chrono::hours kSessionMax{8};
inline constexpr std::size_t kPersonasMax = 16;

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
    // Nothing for a cookie that stands for nobody.
    void sign_out(std::string_view cookie);

private:
    [[nodiscard]] std::optional<core::Principal> principal(
        std::string_view persona, core::Instant at, core::SignInMethod method
    ) const;
    struct Session {
        std::size_t persona;
        core::Instant signed_in;
    };
    [[nodiscard]] std::optional<Session> session_of(std::string_view cookie) const;
    [[nodiscard]] std::string signature_of(std::string_view content) const;

    const ports::Clock& clock_;
    core::Sha256 sha256_;
    ports::Secret secret_;
    std::array<std::atomic<std::uint64_t>, kPersonasMax> sign_outs_{};
};

}  // namespace clarion::identity
