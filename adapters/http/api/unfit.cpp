#include "adapters/http/api/unfit.hpp"

#include "adapters/http/problem.hpp"

namespace clarion::http {

void refuse_media_type(const Call& call) {
    call.reply(problem(
        415,
        "unsupported_media_type",
        "Send application/json without a content coding.",
        call.request.id
    ));
}

void refuse_query(const Call& call, std::string_view detail) {
    call.reply(problem(400, "bad_query", detail, call.request.id));
}

}  // namespace clarion::http
