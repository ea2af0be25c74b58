// DeliveryThread: the slow outside. Delivers one effect at a time and brings the outcome back to
// the engine as work, again and again until the engine has it.
//
// Ownership: borrows what it is given; all must outlive it.
// Threads:   hand_over() and room() from any; `deliver` is called on the thread it starts.
// Durability: an effect whose outcome did not reach the engine is delivered again after a restart:
//            at least once.
// Failure:   a `deliver` that throws counts as `later`.
#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <thread>

#include "adapters/system/bounded_queue.hpp"
#include "engine/ports/world.hpp"
#include "engine/runtime/engine.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::system {

using Deliver = std::function<ports::Delivery(const runtime::DeliveryJob&)>;

class DeliveryThread {
public:
    DeliveryThread(Deliver deliver, ports::Log& log);
    ~DeliveryThread();

    // Where outcomes go; before the first hand_over().
    void report_to(runtime::WorkQueue& queue);

    [[nodiscard]] std::size_t room() const { return jobs_.room(); }
    void hand_over(runtime::DeliveryJob job);

    // Ends after the delivery that is under way. Requires: the engine still runs.
    void stop();

private:
    // Outcomes that the engine does not have yet; its answers may come after this thread's end.
    struct Unreported {
        std::mutex mutex;
        std::deque<runtime::DeliveryResult> results;
    };

    void run(const std::stop_token& stop);
    [[nodiscard]] runtime::DeliveryResult deliver_one(const runtime::DeliveryJob& job);
    void report();

    Deliver deliver_;
    ports::Log& log_;
    std::atomic<runtime::WorkQueue*> queue_ = nullptr;
    BoundedQueue<runtime::DeliveryJob> jobs_;
    std::shared_ptr<Unreported> unreported_ = std::make_shared<Unreported>();
    std::jthread thread_;  // last: it uses all of the above
};

}  // namespace clarion::system
