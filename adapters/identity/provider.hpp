// Provider: asks one identity provider: what it says of itself, its keys, and what a code stands
// for.
//
// Ownership: shares the issuer's keys with the token door; borrows clock and log.
// Threads:   places() from any. Everything else waits for the network, one thread at a time: never
//            an io thread, never the engine's.
// Limits:    kAnswerBytesMax for an answer; keys older than kKeysAgeMax are dropped.
// Failure:   a provider that is down or lies is logged, and asked again later.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "adapters/identity/token_door.hpp"

namespace clarion::identity {

inline constexpr std::size_t kAnswerBytesMax = std::size_t{256} * 1024;
inline constexpr std::chrono::minutes kKeysRefreshed{10};
inline constexpr std::chrono::seconds kKeysAskedMin{60};  // at most once, whatever tokens name
inline constexpr std::chrono::seconds kRetryMin{2};
inline constexpr std::chrono::seconds kRetryMax{30};
inline constexpr std::chrono::hours kKeysAgeMax{24};
inline constexpr std::chrono::seconds kAnswersFor{10};

struct ProviderCall {
    std::string url;
    std::string form;                  // empty: GET
    std::vector<std::string> headers;  // "Name: value"
};
struct ProviderAnswer {
    long status = 0;
    std::string body;
};
// Empty: no answer came.
using AskProvider = std::function<std::optional<ProviderAnswer>(const ProviderCall&)>;

// What the provider says of itself (OpenID Connect Discovery 1.0), as far as we go there.
struct ProviderPlaces {
    std::string authorization;
    std::string token;
    std::string keys;
    std::string end_session;      // empty: none
    bool says_who_it_is = false;  // RFC 9207: every answer carries `iss`
};

class Provider {
public:
    Provider(
        std::shared_ptr<KnownIssuer> issuer,
        AskProvider ask,
        const ports::Clock& clock,
        ports::Log& log
    );

    // Null: never heard from.
    [[nodiscard]] std::shared_ptr<const ProviderPlaces> places() const { return places_.load(); }
    [[nodiscard]] const KnownIssuer& known() const { return *issuer_; }

    // Fetches what is due: places and keys.
    void refresh_if_due();

    // Whether it answers now; believed for kAnswersFor without asking again.
    [[nodiscard]] bool answers();

    // The claims of the ID token that a code is worth.
    enum class Exchange { no_answer, refused };
    struct Code {
        std::string code;
        std::string verifier;  // RFC 7636
        std::string redirect_uri;
        std::string nonce;
    };
    [[nodiscard]] core::Result<core::json::object, Exchange> exchange(const Code& code);

private:
    [[nodiscard]] bool refresh();
    [[nodiscard]] std::optional<ProviderPlaces> ask_places();
    [[nodiscard]] bool is_allowed(std::string_view url) const;
    [[nodiscard]] core::Result<core::json::object, TokenFault> claims_of(
        std::string_view id_token, const std::string& nonce
    ) const;
    void say(std::string_view event, std::string_view why);

    std::shared_ptr<KnownIssuer> issuer_;
    AskProvider ask_;
    const ports::Clock& clock_;
    ports::Log& log_;
    std::atomic<std::shared_ptr<const ProviderPlaces>> places_;
    std::chrono::milliseconds next_{0};  // by the machine's own count
    std::chrono::milliseconds asked_{-kKeysAskedMin};
    std::optional<std::chrono::milliseconds> heard_;
    std::chrono::milliseconds retry_ = kRetryMin;
};

}  // namespace clarion::identity
