#include "engine/runtime/obligation_watch.hpp"

#include <algorithm>

namespace clarion::runtime {

namespace {

constexpr std::chrono::hours kBetweenRounds{1};
constexpr std::chrono::milliseconds kBetweenSlices{50};
// A tenth of the time of an engine that has much to do: nobody waits longer for a slice than for
// the request of somebody else.
constexpr std::chrono::milliseconds kSliceMax{5};
constexpr int kCasesAStep = 4;
// Bounds a slice while the clock stands still.
constexpr int kStepsMax = 32;

}  // namespace

ObligationWatch::ObligationWatch(const Services& services)
    : services_(services), next_slice_(services.clock.since_boot() + kBetweenRounds) {}

bool ObligationWatch::is_due() const {
    return services_.clock.since_boot() >= next_slice_;
}

std::optional<std::chrono::milliseconds> ObligationWatch::until_next_slice() const {
    if (!check_) return std::nullopt;
    return std::max(next_slice_ - services_.clock.since_boot(), std::chrono::milliseconds::zero());
}

void ObligationWatch::begin() {
    told_ = 0;
    began_ = services_.clock.since_boot();
    check_.emplace(StoreCheckParts{
        services_.store,
        services_.audit,
        services_.keys,
        services_.forms,
        services_.clock,
        services_.zones,
        services_.sha256,
        services_.log_origin});
    try {
        check_->begin();
    } catch (...) {
        check_.reset();
        throw;
    }
}

void ObligationWatch::tell_new() {
    const StoreReport& report = check_->report();
    if (report.faults > told_) {
        services_.metrics.count(
            "clarion_alarms_total", "obligation_broken", static_cast<double>(report.faults - told_)
        );
        for (std::size_t at = told_; at < report.told.size(); ++at) {
            services_.log.write(
                ports::LogLevel::error, "obligation_broken", {{"fault", report.told[at]}}
            );
        }
    }
    told_ = report.faults;
}

void ObligationWatch::end() {
    const auto seconds = [](auto time) { return std::chrono::duration<double>(time).count(); };
    services_.metrics.gauge("clarion_obligations_broken", static_cast<double>(told_));
    services_.metrics.gauge(
        "clarion_obligations_cases", static_cast<double>(check_->report().cases)
    );
    services_.metrics.gauge(
        "clarion_obligations_round_seconds", seconds(services_.clock.since_boot() - began_)
    );
    services_.metrics.gauge(
        "clarion_obligations_checked_at", seconds(services_.clock.now().time_since_epoch())
    );
    check_.reset();
    next_slice_ = services_.clock.since_boot() + kBetweenRounds;
}

void ObligationWatch::go_on() {
    // A round that cannot begin now, or a slice that fails, is tried again later.
    next_slice_ = services_.clock.since_boot() + kBetweenSlices;
    if (!check_) begin();
    const auto enough = services_.clock.since_boot() + kSliceMax;
    bool more = true;
    for (int step = 0; more && step < kStepsMax; ++step) {
        more = check_->go_on(kCasesAStep);
        if (services_.clock.since_boot() >= enough) break;
    }
    next_slice_ = services_.clock.since_boot() + kBetweenSlices;
    tell_new();
    if (!more) end();
}

}  // namespace clarion::runtime
