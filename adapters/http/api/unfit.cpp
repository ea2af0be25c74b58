#include "adapters/http/api/unfit.hpp"

#include "adapters/http/api/ask.hpp"

namespace clarion::http {

void refuse_query(const SharedApi& api, Call call, std::string_view detail) {
    runtime::RefuseAttempt refused{
        .attempted = call.attempted,
        .refusal = {
            .code = core::RefusalCode::bad_query, .detail = std::string(detail), .errors = {}}};
    ask(api->queue, std::move(call), std::move(refused), write_document);
}

}  // namespace clarion::http
