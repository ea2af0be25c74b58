#include "adapters/system/metric_table.hpp"

#include <array>

namespace clarion::system {

namespace {

using enum MetricKind;

constexpr std::array kTable{
    MetricRow{"alarms_total", counter, "alarm", "What a person must look at, by kind."},
    MetricRow{
        "audit_cosigned_size", gauge, "", "Entries that the quorum of witnesses vouches for."},
    MetricRow{"audit_fed_size", gauge, "", "Entries that the log's signer was given."},
    MetricRow{"audit_signed_size", gauge, "", "Entries that the newest checkpoint covers."},
    MetricRow{"audit_signer_connected", gauge, "", "1: the log's signer is at this node."},
    MetricRow{"audit_signer_refused", gauge, "", "1: it refused this log, or this node it."},
    MetricRow{"cases_erased_total", counter, "", "Cases that two people had erased."},
    MetricRow{"clock_drift_seconds", gauge, "", "How far the wall clock is off; 0: it agrees."},
    MetricRow{"connections_dropped_total", counter, "why", "Connections gone for want of room."},
    MetricRow{"contact_reports_total", counter, "found", "Words that contact is unsafe."},
    MetricRow{"effects_buried", gauge, "", "Effects that can never be delivered."},
    MetricRow{"effects_left_to_people_total", counter, "effect", "Effects turned into a task."},
    MetricRow{"effects_waiting", gauge, "", "Effects that wait for their delivery."},
    MetricRow{"engine_batch_seconds", histogram, "", "Time one batch took, its commit included."},
    MetricRow{"engine_queue_full_total", counter, "", "Work turned away: the queue was full."},
    MetricRow{"engine_queue_length", gauge, "", "Work that waited when the last batch ended."},
    MetricRow{"engine_work_total", counter, "", "Work run, in batches."},
    MetricRow{"helplines_unverified", gauge, "", "Helplines nobody verified for six months."},
    MetricRow{
        "later_work_lateness_seconds", histogram, "", "How late work behind answers was done."},
    MetricRow{"later_work_waiting", gauge, "", "Work behind answers that is not done yet."},
    MetricRow{"lost_races_total", counter, "", "Steps decided again: somebody was faster."},
    MetricRow{"messages_failed_total", counter, "reason", "Messages that did not go out."},
    MetricRow{
        "node_clock_drift_seconds",
        gauge,
        "",
        "How far the node's clock is ahead of the database's."},
    MetricRow{"obligations_broken", gauge, "", "Faults that the last hourly look found."},
    MetricRow{"obligations_cases", gauge, "", "Cases that the last hourly look saw."},
    MetricRow{"obligations_checked_at", gauge, "", "When the last hourly look ended: UNIX time."},
    MetricRow{"obligations_round_seconds", gauge, "", "How long the last hourly look took."},
    MetricRow{"refusals_total", counter, "code", "Commands refused, by reason."},
    MetricRow{"requests_delayed_total", counter, "limit", "Answers that waited for their turn."},
    MetricRow{"requests_over_limit_total", counter, "limit", "Requests told to come again."},
    MetricRow{"requests_shed_total", counter, "class", "Requests that gave way in a flood."},
    MetricRow{"retention_reviews_due", gauge, "", "Closed cases that are due to be looked at."},
    MetricRow{"sending_held", gauge, "", "1: a restored copy that sends nothing yet."},
    MetricRow{"timer_lateness_seconds", histogram, "", "How late deadlines fired."},
    MetricRow{"tokens_refused_total", counter, "fault", "Access tokens not taken, by why."},
    MetricRow{"witness_answers_total", counter, "fate", "What asking a witness came to."},
};

}  // namespace

std::span<const MetricRow> metric_table() {
    return kTable;
}

}  // namespace clarion::system
