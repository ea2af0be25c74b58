#include "adapters/http/refusal_notes.hpp"

namespace clarion::http {

RefusalNotes notes_kept_by(runtime::WorkQueue& queue, ports::Metrics& metrics) {
    const auto record = [&queue](const Call& call, const std::function<void(bool)>& told) {
        runtime::Work work{
            .caller = {.principal = call.principal, .request_id = call.request.id},
            .asked =
                runtime::RefuseAttempt{
                    .attempted = call.attempted,
                    .refusal =
                        {.code = core::RefusalCode::role_not_allowed, .detail = {}, .errors = {}}},
            .answer = [told](const runtime::Answer& answer
                      ) { told(std::holds_alternative<core::Refusal>(answer)); },
        };
        if (!queue.offer(std::move(work))) told(false);
    };
    const auto count = [&metrics] {
        metrics.count("clarion_refusals_total", core::to_string(core::RefusalCode::not_signed_in));
    };
    return {.record = record, .count_stranger = count};
}

}  // namespace clarion::http
