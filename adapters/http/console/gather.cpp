#include "adapters/http/console/gather.hpp"

#include <algorithm>
#include <atomic>
#include <memory>

#include "adapters/http/problem.hpp"

namespace clarion::http::console {

namespace {

struct Gathered {
    Answers answers;
    std::atomic<std::size_t> missing;
    std::chrono::milliseconds step{0};
    Draw draw;
    Reply reply;

    void take(std::size_t place, runtime::Answer answer, const std::shared_ptr<Gathered>& self) {
        answers[place] = std::move(answer);
        if (missing.fetch_sub(1, std::memory_order_acq_rel) != 1) return;
        Response later;
        later.step = step;
        for (const runtime::Answer& one : answers)
            later.step = std::max(later.step, step_of(one));
        later.finish = [self](Response& response) { response = self->draw(self->answers); };
        reply(std::move(later));
    }
};

}  // namespace

void gather(
    runtime::WorkQueue& queue, const Call& call, std::vector<runtime::Asked> asked, Draw draw
) {
    const auto gathered = std::make_shared<Gathered>();
    gathered->answers.resize(asked.size());
    gathered->missing = asked.size();
    gathered->draw = std::move(draw);
    gathered->reply = call.reply;
    for (const runtime::Asked& one : asked)
        gathered->step = std::max(gathered->step, step_of(one));
    for (std::size_t i = 0; i < asked.size(); ++i) {
        runtime::Work work;
        work.caller = {call.principal, call.request.id};
        work.asked = std::move(asked[i]);
        work.answer = [gathered, i](runtime::Answer answer) {
            gathered->take(i, std::move(answer), gathered);
        };
        if (!queue.offer(std::move(work))) gathered->take(i, runtime::Unavailable{}, gathered);
    }
}

}  // namespace clarion::http::console
