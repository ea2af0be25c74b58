// EngineThread: the one thread that decides. Takes what waits, runs it as one batch, and between
// batches fires what is due and hands out what is to be delivered.
//
// Ownership: borrows what it is given; all must outlive it.
// Threads:   offer() from any. Everything in EngineCalls is called on the thread it starts.
// Limits:    a full queue turns work away (503 at the door).
// Failure:   an exception that leaves a call ends the program with a clear line.
#pragma once

#include <functional>
#include <optional>
#include <span>
#include <thread>
#include <vector>

#include "adapters/system/bounded_queue.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::system {

struct EngineCalls {
    std::function<void(std::span<runtime::Work>)> run_batch;
    std::function<bool(int limit)> do_later;
    std::function<bool(int limit)> fire_due_timers;
    std::function<std::vector<runtime::DeliveryJob>(int limit)> take_deliveries;
    std::function<std::optional<core::Instant>()> next_wake;
    // At the end of each turn, after its answers were given; may be empty.
    std::function<void()> after_turn = {};
};

// Borrows the engine.
[[nodiscard]] EngineCalls calls_of(runtime::Engine& engine);

// Where deliveries go. `room` says how many would be taken now.
struct DeliveryDoor {
    std::function<std::size_t()> room;
    std::function<void(runtime::DeliveryJob)> hand_over;
};

struct EngineThreadSettings {
    std::size_t queue_max = 1024;
    // Past 64 rows a commit the store's checkpoint is the tail, and little is won.
    std::size_t batch_max = 64;
    // Requests wait behind it, and each piece looks into some dozens of cases.
    int later_max = 4;
    int timers_max = 64;
    ports::Metrics* metrics = nullptr;  // borrowed
};

class EngineThread final : public runtime::WorkQueue {
public:
    EngineThread(
        EngineCalls engine,
        DeliveryDoor deliveries,
        const ports::Clock& clock,
        ports::Log& log,
        EngineThreadSettings settings = {}
    );
    ~EngineThread() override;

    [[nodiscard]] bool offer(runtime::Work work) override;
    [[nodiscard]] std::size_t waiting() const { return queue_.size(); }
    // How full the queue is, in hundredths. From any thread.
    [[nodiscard]] int fullness() const {
        return static_cast<int>(queue_.size() * 100 / settings_.queue_max);
    }

    // Turns new work away, runs all that waits, and ends the thread.
    void stop();

private:
    void run();
    void run_batch(std::span<runtime::Work> batch);
    void hand_out_deliveries();
    [[nodiscard]] std::chrono::milliseconds patience() const;

    EngineCalls engine_;
    DeliveryDoor deliveries_;
    const ports::Clock& clock_;
    EngineThreadSettings settings_;
    BoundedQueue<runtime::Work> queue_;
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace clarion::system
