#include "adapters/system/delivery_thread.hpp"

#include "adapters/system/fatal.hpp"

namespace clarion::system {

namespace {

constexpr std::size_t kJobsMax = 64;
constexpr std::chrono::milliseconds kReportAgainAfter = std::chrono::seconds(1);

}  // namespace

DeliveryThread::DeliveryThread(Deliver deliver, ports::Log& log)
    : deliver_(std::move(deliver)),
      log_(log),
      jobs_(kJobsMax),
      thread_([this](const std::stop_token& stop) {
          run_or_end_program(log_, "delivery", [&] { run(stop); });
      }) {}

DeliveryThread::~DeliveryThread() {
    stop();
}

void DeliveryThread::report_to(runtime::WorkQueue& queue) {
    queue_ = &queue;
}

void DeliveryThread::hand_over(runtime::DeliveryJob job) {
    const std::uint64_t id = job.outbox_id;
    if (jobs_.offer(std::move(job))) return;
    // Only at stop, when the queue is closed: the effect stays in the outbox for the next start.
    log_.write(
        ports::LogLevel::info, "delivery_left_for_restart", {{"effect", std::to_string(id)}}
    );
}

void DeliveryThread::stop() {
    thread_.request_stop();
    jobs_.close();
    if (thread_.joinable()) thread_.join();
}

void DeliveryThread::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        for (const auto& job : jobs_.take(1, kReportAgainAfter)) {
            auto result = deliver_one(job);
            const std::lock_guard lock(unreported_->mutex);
            unreported_->results.push_back(std::move(result));
        }
        report();
    }
}

runtime::DeliveryResult DeliveryThread::deliver_one(const runtime::DeliveryJob& job) {
    try {
        return {.outbox_id = job.outbox_id, .delivery = deliver_(job)};
    } catch (const std::exception&) {
        log_.write(
            ports::LogLevel::error, "delivery_failed", {{"effect", std::to_string(job.outbox_id)}}
        );
        return {
            .outbox_id = job.outbox_id,
            .delivery = {
                .outcome = ports::DeliveryOutcome::later,
                .reason = "adapter_failed",
                .answer = {}}};
    }
}

// The answer comes on the engine thread: an outcome that was not kept goes back into the list.
void DeliveryThread::report() {
    std::deque<runtime::DeliveryResult> results;
    {
        const std::lock_guard lock(unreported_->mutex);
        results.swap(unreported_->results);
    }
    runtime::WorkQueue* const queue = queue_;
    for (auto& result : results) {
        const auto keep = [unreported = unreported_, result] {
            const std::lock_guard lock(unreported->mutex);
            unreported->results.push_back(result);
        };
        runtime::Work work{
            .caller = {core::system_principal(), "delivery-" + std::to_string(result.outbox_id)},
            .asked = result,
            .answer = [keep](const runtime::Answer& answer) {
                if (std::holds_alternative<runtime::Unavailable>(answer)) keep();
            }};
        if (queue == nullptr || !queue->offer(std::move(work))) keep();
    }
}

}  // namespace clarion::system
