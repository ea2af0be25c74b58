#include "deploy/clarion/deliveries.hpp"

namespace clarion::deploy {

using ports::Delivery;
using ports::DeliveryOutcome;

Deliveries::Deliveries(
    std::vector<std::unique_ptr<ports::Notifier>> notifiers,
    std::vector<std::unique_ptr<ports::CheckSource>> sources
)
    : notifiers_(std::move(notifiers)), sources_(std::move(sources)) {}

Delivery Deliveries::deliver(const runtime::DeliveryJob& job) {
    if (job.message) {
        for (const auto& notifier : notifiers_) {
            if (notifier->speaks(job.message->way)) return notifier->send(*job.message);
        }
        return {.outcome = DeliveryOutcome::impossible, .reason = "no_notifier", .answer = {}};
    }
    if (job.question) {
        for (const auto& source : sources_) {
            if (source->answers_for(job.question->system)) return source->ask(*job.question);
        }
    }
    // Nobody to ask: a researcher searches by hand and records the result.
    return {.outcome = DeliveryOutcome::impossible, .reason = "no_source", .answer = {}};
}

}  // namespace clarion::deploy
