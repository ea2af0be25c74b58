// WakeTimes: when timers, deliveries and later work are next due, so that nobody asks the store for
// nothing. A store that other nodes write into as well is asked again every second.
//
// Threads: engine thread only.
#pragma once

#include <algorithm>
#include <optional>

#include "engine/ports/case_store.hpp"
#include "engine/ports/outbox.hpp"
#include "engine/ports/world.hpp"

namespace clarion::runtime {

class WakeTimes {
public:
    WakeTimes(
        ports::CaseStore& store,
        ports::Outbox& outbox,
        const ports::Clock& clock,
        bool store_is_shared = false
    )
        : store_(store), outbox_(outbox), clock_(clock), store_is_shared_(store_is_shared) {}

    // Rows of timers, the outbox or later work were written.
    void disturb() { known_ = false; }
    // After the store failed: nothing is due for so long. Time that really passes counts, so that a
    // clock set back in the meantime does not make a second's rest one of hours.
    void rest_for(std::chrono::milliseconds how_long) {
        resting_until_ = clock_.since_boot() + how_long;
    }

    // Requires: a batch is open.
    void refresh() {
        if (known()) return;
        timer_ = store_.next_due();
        delivery_ = outbox_.next_ready();
        later_ = store_.next_later();
        known_ = true;
        asked_at_ = clock_.since_boot();
    }
    [[nodiscard]] bool known() const {
        return known_ && (!store_is_shared_ || clock_.since_boot() - asked_at_ < kAskAgain);
    }
    [[nodiscard]] bool timer_is_due(core::Instant now) const { return is_due(timer_, now); }
    [[nodiscard]] bool delivery_is_due(core::Instant now) const { return is_due(delivery_, now); }
    [[nodiscard]] bool later_is_due(core::Instant now) const { return is_due(later_, now); }

    [[nodiscard]] std::optional<core::Instant> next() const {
        const core::Instant rested = clock_.now() + rest_left();
        if (!known()) return rested;
        if (!timer_ && !delivery_ && !later_) return std::nullopt;
        const core::Instant first = std::min(
            {timer_.value_or(core::Instant::max()),
             delivery_.value_or(core::Instant::max()),
             later_.value_or(core::Instant::max())}
        );
        return is_resting() ? std::max(first, rested) : first;
    }

private:
    [[nodiscard]] std::chrono::milliseconds rest_left() const {
        return std::max(resting_until_ - clock_.since_boot(), std::chrono::milliseconds::zero());
    }
    [[nodiscard]] bool is_resting() const {
        return rest_left() > std::chrono::milliseconds::zero();
    }
    [[nodiscard]] bool is_due(const std::optional<core::Instant>& at, core::Instant now) const {
        if (is_resting()) return false;
        return !known() || (at && *at <= now);
    }

    static constexpr std::chrono::seconds kAskAgain{1};

    ports::CaseStore& store_;
    ports::Outbox& outbox_;
    const ports::Clock& clock_;
    bool store_is_shared_;
    bool known_ = false;
    std::chrono::milliseconds asked_at_{};  // since boot
    std::optional<core::Instant> timer_;
    std::optional<core::Instant> delivery_;
    std::optional<core::Instant> later_;
    std::chrono::milliseconds resting_until_{};  // since boot
};

}  // namespace clarion::runtime
