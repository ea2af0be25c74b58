#include "adapters/http/api/ask.hpp"

#include <algorithm>
#include <memory>

#include "adapters/http/problem.hpp"
#include "engine/core/json_text.hpp"

namespace clarion::http {
namespace {

Response written(runtime::Answer& answer, const Write& write, std::string_view request_id) {
    if (const auto* refusal = std::get_if<core::Refusal>(&answer)) {
        return problem_of(*refusal, request_id);
    }
    if (const auto* unavailable = std::get_if<runtime::Unavailable>(&answer)) {
        return problem_of(*unavailable, request_id);
    }
    Response response;
    write(std::get<runtime::Answered>(answer), response);
    return response;
}

}  // namespace

// The engine thread only hands the answer over; turning it into text is the io thread's work.
Response to_be_written(runtime::Answer answer, const Write& write, const std::string& request_id) {
    Response response;
    response.step = step_of(answer);
    response.finish = [answer = std::make_shared<runtime::Answer>(std::move(answer)),
                       write,
                       request_id](Response& finished_response) {
        finished_response = written(*answer, write, request_id);
    };
    return response;
}

void ask(runtime::WorkQueue& queue, Call call, runtime::Asked asked, Write write) {
    const auto step = step_of(asked);
    const Reply reply = call.reply;
    const std::string request_id = call.request.id;
    runtime::Work work{
        .caller = {.principal = std::move(call.principal), .request_id = request_id},
        .asked = std::move(asked),
        .answer =
            [reply, request_id, write = std::move(write), step](runtime::Answer answer) {
                Response later = to_be_written(std::move(answer), write, request_id);
                later.step = std::max(later.step, step);
                reply(std::move(later));
            },
    };
    if (queue.offer(std::move(work))) return;
    reply(std::move(problem(503, "busy", "Too much waits already. Nothing took place.", request_id)
                        .with("retry-after", "1")));
}

void write_document(runtime::Answered& answered, Response& response) {
    std::string body;
    core::append_json(body, answered.document);
    response = json_response(answered.created ? 201 : 200, std::move(body));
    if (answered.version) response.with("etag", '"' + std::to_string(*answered.version) + '"');
}

Write write_bytes(std::string content_type) {
    return
        [content_type = std::move(content_type)](runtime::Answered& answered, Response& response) {
            response.body = std::move(answered.bytes);
            response.with("content-type", content_type);
        };
}

}  // namespace clarion::http
