#include "adapters/system/engine_thread.hpp"

#include <algorithm>

#include "adapters/system/fatal.hpp"

namespace clarion::system {

namespace {

// The longest sleep. Somebody may set the wall clock forward while the thread sleeps; a deadline
// that this makes due is then at most so late.
constexpr std::chrono::milliseconds kSleepMax = std::chrono::seconds(1);
constexpr std::chrono::milliseconds kCrowdedSleep{50};

}  // namespace

EngineThread::EngineThread(
    EngineCalls engine,
    DeliveryDoor deliveries,
    const ports::Clock& clock,
    ports::Log& log,
    EngineThreadSettings settings
)
    : engine_(std::move(engine)),
      deliveries_(std::move(deliveries)),
      clock_(clock),
      settings_(settings),
      queue_(settings.queue_max),
      thread_([this, &log] { run_or_end_program(log, "engine", [this] { run(); }); }) {}

EngineThread::~EngineThread() {
    stop();
}

bool EngineThread::offer(runtime::Work work) {
    const bool is_taken = queue_.offer(std::move(work));
    if (!is_taken && settings_.metrics) settings_.metrics->count("clarion_engine_queue_full_total");
    return is_taken;
}

void EngineThread::stop() {
    queue_.close();
    if (thread_.joinable()) thread_.join();
}

void EngineThread::run() {
    bool more = false;
    while (!queue_.is_drained()) {
        const auto wait = more ? std::chrono::milliseconds::zero() : patience();
        auto batch = queue_.take(settings_.batch_max, wait);
        if (!batch.empty()) run_batch(batch);
        const bool more_later = engine_.do_later(settings_.later_max);
        const bool more_timers = engine_.fire_due_timers(settings_.timers_max);
        more = more_later || more_timers;
        hand_out_deliveries();
        if (engine_.after_turn) engine_.after_turn();
    }
}

void EngineThread::run_batch(std::span<runtime::Work> batch) {
    const auto began = std::chrono::steady_clock::now();
    engine_.run_batch(batch);
    if (settings_.metrics == nullptr) return;
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
    settings_.metrics->observe_seconds("clarion_engine_batch_seconds", took.count());
    settings_.metrics->count("clarion_engine_work_total", {}, static_cast<double>(batch.size()));
    settings_.metrics->gauge("clarion_engine_queue_length", static_cast<double>(queue_.size()));
}

void EngineThread::hand_out_deliveries() {
    const std::size_t room = deliveries_.room();
    if (room == 0) return;
    constexpr std::size_t kTakenMax = 64;
    for (auto& job : engine_.take_deliveries(static_cast<int>(std::min(room, kTakenMax)))) {
        deliveries_.hand_over(std::move(job));
    }
}

std::chrono::milliseconds EngineThread::patience() const {
    const auto wake = engine_.next_wake();
    if (!wake) return kSleepMax;
    // Effects that are ready but find no room would wake the engine at once, again and again.
    const auto least = deliveries_.room() == 0 ? kCrowdedSleep : std::chrono::milliseconds::zero();
    return std::clamp(*wake - clock_.now(), least, kSleepMax);
}

}  // namespace clarion::system
