// SteadyClock: the time the service acts by. A wall clock that jumps fires deadlines early or makes
// them late, so it is believed only while it agrees with the machine's own count since boot
// (assurance E2 row 16). What it says goes on from where the service, or the log, last knew it.
//
// Ownership: borrows the clock.
// Threads:   any, after continue_from().
// Limits:    a clock that is wrong when the machine starts, and ahead, is believed: nothing on the
//            machine knows better.
#pragma once

#include <optional>
#include <string>

#include "engine/ports/audit_log.hpp"
#include "engine/ports/world.hpp"

namespace clarion::runtime {

// Up to here the wall clock may be set right by its time service without a word.
inline constexpr std::chrono::seconds kClockDriftMax{5};

// When something was last written down, by both clocks.
struct KnownTime {
    core::Instant at;
    std::chrono::milliseconds since_boot{};
    std::string boot;
};

// The newest entry's; empty for an empty log, or when the entry cannot be read.
[[nodiscard]] std::optional<KnownTime> last_known_time(ports::AuditLog& log);

class SteadyClock final : public ports::Clock {
public:
    explicit SteadyClock(const ports::Clock& clock);

    // After a restart: in the same boot the count since then is what is believed, and in a later
    // one no time before it. Call before any other thread reads the clock.
    void continue_from(const KnownTime& known);

    // Never ahead of the machine's own count; behind it by kClockDriftMax at most.
    [[nodiscard]] core::Instant now() const override;
    [[nodiscard]] std::chrono::milliseconds since_boot() const override;
    [[nodiscard]] const std::string& boot_id() const override;
    [[nodiscard]] std::chrono::milliseconds drift() const override;

private:
    [[nodiscard]] core::Instant counted() const;

    const ports::Clock& clock_;
    core::Instant at_;
    std::chrono::milliseconds since_boot_;
};

}  // namespace clarion::runtime
