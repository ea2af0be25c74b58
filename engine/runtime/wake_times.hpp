// WakeTimes: when timers and deliveries are next due, so that nobody asks the store for nothing.
//
// Threads: engine thread only.
#pragma once

#include <algorithm>
#include <optional>

#include "engine/ports/case_store.hpp"
#include "engine/ports/outbox.hpp"

namespace clarion::runtime {

class WakeTimes {
public:
    WakeTimes(ports::CaseStore& store, ports::Outbox& outbox) : store_(store), outbox_(outbox) {}

    // Timers or outbox rows were written.
    void disturb() { known_ = false; }
    // After the store failed: nothing is due before then.
    void rest_until(core::Instant until) { resting_until_ = until; }

    // Requires: a batch is open.
    void refresh() {
        if (known_) return;
        timer_ = store_.next_due();
        delivery_ = outbox_.next_ready();
        known_ = true;
    }
    [[nodiscard]] bool known() const { return known_; }
    [[nodiscard]] bool timer_is_due(core::Instant now) const { return is_due(timer_, now); }
    [[nodiscard]] bool delivery_is_due(core::Instant now) const { return is_due(delivery_, now); }

    [[nodiscard]] std::optional<core::Instant> next() const {
        if (!known_) return resting_until_;
        if (!timer_ && !delivery_) return std::nullopt;
        const core::Instant first = std::min(
            timer_.value_or(core::Instant::max()), delivery_.value_or(core::Instant::max())
        );
        return std::max(first, resting_until_);
    }

private:
    [[nodiscard]] bool is_due(const std::optional<core::Instant>& at, core::Instant now) const {
        if (now < resting_until_) return false;
        return !known_ || (at && *at <= now);
    }

    ports::CaseStore& store_;
    ports::Outbox& outbox_;
    bool known_ = false;
    std::optional<core::Instant> timer_;
    std::optional<core::Instant> delivery_;
    core::Instant resting_until_{};
};

}  // namespace clarion::runtime
