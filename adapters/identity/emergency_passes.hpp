// EmergencyPasses: ways in for when no identity provider answers. Two people sign a statement that
// gives one named person a pass for some hours; its code is good once.
//
// What is kept holds the code's hash, so whoever reads it signs in nowhere. A pass is marked as
// used, durably, before anybody is let in by it, and is remembered until its time is over, so that
// a statement that was signed once cannot be brought again.
//
// Ownership: keeps itself by `keep`, which must be durable when it returns.
// Threads:   one.
// Limits:    kPassesMax known at once; kPassLifeMax from now to the end of a pass.
// Failure:   lets through what `keep` throws; then nothing changed.
#pragma once

#include <chrono>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "engine/core/result.hpp"
#include "engine/core/sha256.hpp"
#include "engine/core/time/instant.hpp"
#include "engine/ports/secret.hpp"
#include "engine/ports/world.hpp"

namespace clarion::identity {

inline constexpr std::size_t kPassesMax = 16;
inline constexpr std::chrono::hours kPassLifeMax{24};
// How long somebody who came in by one stays at the most.
inline constexpr std::chrono::minutes kPassSessionMax{60};

struct EmergencyPass {
    std::string service;  // whose: the name its log was begun with
    std::string id;
    std::string issuer;  // by its name in the configuration
    std::string subject;
    std::vector<std::string> roles;
    core::Digest code{};  // hash of it
    core::Instant until;
    bool used = false;
};

// What two people sign; and back, from the very text that statement_of writes and no other.
[[nodiscard]] std::string statement_of(const EmergencyPass& pass);
[[nodiscard]] std::optional<EmergencyPass> read_statement(std::string_view text);

// 130 random bits in letters and digits without lookalikes, in groups, to be read out or typed.
[[nodiscard]] ports::Secret new_pass_code(ports::IdSource& ids);
// Of the code as people write it.
[[nodiscard]] core::Digest hash_of_code(const core::Sha256& sha256, std::string_view written);

// What is kept is something else than passes.
struct PassesUnreadable : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// Why a pass is not taken.
enum class PassRefused { over, too_long, known, too_many };

class EmergencyPasses {
public:
    using Keep = std::function<void(const std::string& text)>;

    // `kept` is what `keep` was last given; throws PassesUnreadable when it is something else.
    EmergencyPasses(core::Sha256 sha256, std::string_view kept, Keep keep);

    // Whether it would be taken now; empty: it would.
    [[nodiscard]] std::optional<PassRefused> check(const EmergencyPass& pass, core::Instant now)
        const;
    [[nodiscard]] std::optional<PassRefused> add(EmergencyPass pass, core::Instant now);
    // Those of another place that are not known here, used or not.
    void take_over(const std::vector<EmergencyPass>& others);
    // The pass of this code, used from now on; empty: there is none, or not any more.
    [[nodiscard]] std::optional<EmergencyPass> use(std::string_view code, core::Instant now);
    [[nodiscard]] const std::vector<EmergencyPass>& all() const { return passes_; }

private:
    void change(std::vector<EmergencyPass> passes);

    core::Sha256 sha256_;
    Keep keep_;
    std::vector<EmergencyPass> passes_;
};

}  // namespace clarion::identity
