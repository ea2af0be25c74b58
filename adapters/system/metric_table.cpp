#include "adapters/system/metric_table.hpp"

#include <array>

namespace clarion::system {

namespace {

using enum MetricKind;

constexpr std::array kTable{
    MetricRow{"audit_entries_total", counter, "class", "Entries written to the log."},
    MetricRow{"audit_checkpoints_total", counter, "", "Signed checkpoints kept."},
    MetricRow{"audit_size", gauge, "", "Entries in the log."},
    MetricRow{"audit_signed_size", gauge, "", "Entries that the newest checkpoint covers."},
    MetricRow{"deliveries_total", counter, "outcome", "Effects handed to the outside."},
    MetricRow{"engine_batch_seconds", histogram, "", "Time one batch took, its commit included."},
    MetricRow{"engine_batches_total", counter, "", "Batches of work committed."},
    MetricRow{
        "engine_queue_full_total", counter, "", "Work turned away because the queue was full."},
    MetricRow{"engine_queue_length", gauge, "", "Work that waited when the last batch began."},
    MetricRow{"http_connections", gauge, "", "Open connections."},
    MetricRow{"http_requests_total", counter, "outcome", "Requests answered, by class of status."},
    MetricRow{"http_request_seconds", histogram, "", "Time from request to answer."},
    MetricRow{"outbox_waiting", gauge, "", "Effects that wait for their delivery."},
    MetricRow{"refusals_total", counter, "code", "Commands refused, by reason."},
    MetricRow{"steps_total", counter, "outcome", "Commands decided."},
    MetricRow{"store_unavailable_total", counter, "", "Batches that the store could not take."},
    MetricRow{"timers_fired_total", counter, "", "Deadlines that came due."},
    MetricRow{"timers_late_total", counter, "", "Deadlines fired more than a minute late."},
};

}  // namespace

std::span<const MetricRow> metric_table() {
    return kTable;
}

}  // namespace clarion::system
