// StaffSessions: who is signed in at the console, by the cookie their browser holds.
//
// The cookie is two random values of 128 bits: a new id at each sign-in, and a family that stays
// when the same person signs in again, so that a page they were writing on can still be sent. Only
// the cookie's hash is kept here. Ends with the process.
//
// Threads: any; reading never waits.
// Limits:  kIdleMax without a request, kSessionLifeMax in all, kSessionsMax at once.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/access/principal.hpp"
#include "engine/core/sha256.hpp"
#include "engine/ports/secret.hpp"
#include "engine/ports/world.hpp"

namespace clarion::identity {

inline constexpr std::chrono::minutes kIdleMax{15};
inline constexpr std::chrono::hours kSessionLifeMax{8};
inline constexpr std::size_t kSessionsMax = 10'000;

class StaffSessions {
public:
    StaffSessions(
        ports::IdSource& ids,
        const ports::Clock& clock,
        core::Sha256 sha256,
        std::size_t most = kSessionsMax
    );

    struct Opening {
        core::Principal person;
        std::string provider_session = {};
        std::string_view before = {};  // the cookie that the browser brought, whose session ends
        core::Instant::duration life_max = kSessionLifeMax;
    };
    // A new session's cookie.
    [[nodiscard]] ports::Secret open(Opening opening);
    // Empty: nobody, or not any more. Counts as being there.
    [[nodiscard]] std::optional<core::Principal> by_cookie(std::string_view cookie) const;
    // Whose it was; empty when it was nobody's.
    std::optional<core::Principal> close(std::string_view cookie);
    // Ends those of one provider session, or, when that is empty, of one subject that began by
    // `until`. Whose they were.
    std::vector<core::Principal> close_all(
        std::string_view issuer,
        std::string_view subject,
        std::string_view provider_session,
        core::Instant until
    );
    // Ends those of one person, whichever account they signed in with. How many there were.
    std::size_t close_person(const core::PersonId& person);
    // Ends those of everybody whom this issuer sent, but for emergency passes, whose roles are not
    // of its giving. Whose they were.
    std::vector<core::Principal> close_issuer(std::string_view issuer);

private:
    struct Session {
        core::Principal person;
        std::string provider_session;
        std::string family;
        core::Instant began;
        core::Instant::duration life_max;
        mutable std::atomic<core::Instant::rep> seen;
    };
    using Table = std::map<core::Digest, std::shared_ptr<const Session>>;

    [[nodiscard]] core::Digest key_of(std::string_view cookie) const;
    [[nodiscard]] bool is_alive(const Session& session) const;
    // Puts a changed copy of the table in its place.
    void change(const std::function<void(Table&)>& change);
    void make_room(Table& table) const;

    ports::IdSource& ids_;
    const ports::Clock& clock_;
    core::Sha256 sha256_;
    const std::size_t most_;
    std::atomic<std::shared_ptr<const Table>> table_{std::make_shared<const Table>()};
};

}  // namespace clarion::identity
