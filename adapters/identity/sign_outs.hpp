// SignOuts: whose provider said lately that they are signed out. Tokens made before it are over,
// although each says of itself that it lasts.
//
// Threads: any; reading never waits.
// Limits:  kSignOutsMax people, for as long as a token lasts; the oldest are forgotten first.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "engine/core/time/instant.hpp"

namespace clarion::identity {

inline constexpr std::size_t kSignOutsMax = 20'000;

class SignOuts {
public:
    using Who = std::pair<std::string, std::string>;  // issuer, subject

    explicit SignOuts(std::size_t most = kSignOutsMax) : most_(most) {}

    void add(const Who& who, core::Instant now);
    // Whether what began at `since` ended with a sign-out.
    [[nodiscard]] bool ended(const Who& who, core::Instant since) const;

private:
    using Table = std::map<Who, core::Instant>;
    const std::size_t most_;
    std::atomic<std::shared_ptr<const Table>> table_{std::make_shared<const Table>()};
};

}  // namespace clarion::identity
