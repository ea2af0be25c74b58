#include "engine/runtime/obligation_watch.hpp"

#include <algorithm>

namespace clarion::runtime {

namespace {

constexpr std::chrono::hours kBetweenRounds{1};
constexpr std::chrono::milliseconds kBetweenSlices{100};
constexpr int kCasesASliceMin = 16;
// An engine that rests looks about once a second: with so many slices a round takes half an hour.
constexpr std::uint64_t kSlicesMax = 1800;

}  // namespace

ObligationWatch::ObligationWatch(const Services& services)
    : services_(services), next_slice_(services.clock.since_boot() + kBetweenRounds) {}

bool ObligationWatch::is_due() const {
    return services_.clock.since_boot() >= next_slice_;
}

// A round that could not begin is begun again at its next turn.
void ObligationWatch::begin() {
    const auto share = static_cast<int>(services_.store.count_cases() / kSlicesMax);
    cases_a_slice_ = std::max(kCasesASliceMin, share);
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
    next_slice_ = services_.clock.since_boot() + kBetweenSlices;
    if (!check_) begin();
    const bool more = check_->go_on(cases_a_slice_);
    tell_new();
    if (!more) end();
}

}  // namespace clarion::runtime
