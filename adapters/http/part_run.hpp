// PartRun: one long question, asked of the engine part by part, its answer made of the parts.
// Between two parts the engine does what others wait for.
//
// Ownership: kept alive by the part that is under way.
// Threads:   begins on an io thread and goes on on the engine's; the answer is made and drawn on
//            the connection's.
// Failure:   what is not an answer, of any part, is drawn instead; a full queue is `unavailable`.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "adapters/http/router.hpp"
#include "engine/runtime/work.hpp"

namespace clarion::http {

using DrawMade = std::function<Response(const core::json::object& made)>;
using DrawFailure = std::function<Response(const runtime::Answer& answer)>;

template <class Question>
class PartRun : public std::enable_shared_from_this<PartRun<Question>> {
public:
    PartRun(runtime::WorkQueue& queue, const Call& call, DrawMade draw, DrawFailure draw_failure)
        : queue_(queue),
          caller_{.principal = call.principal, .request_id = call.request.id},
          reply_(call.reply),
          draw_(std::move(draw)),
          draw_failure_(std::move(draw_failure)) {}
    virtual ~PartRun() = default;

    void ask(Question asked) {
        asked_ = asked;
        runtime::Work work{
            .caller = caller_,
            .asked = std::move(asked),
            .answer = [self = this->shared_from_this()](runtime::Answer answer
                      ) { self->take(std::move(answer)); },
        };
        if (!queue_.offer(std::move(work))) take(runtime::Unavailable{});
    }

protected:
    [[nodiscard]] const Question& asked() const { return asked_; }
    // Requires: there is one.
    [[nodiscard]] const std::vector<runtime::Answered>& parts() const { return parts_; }

private:
    // The question for the part behind the last; empty: there is none, or enough was asked.
    [[nodiscard]] virtual std::optional<Question> next() const = 0;
    [[nodiscard]] virtual core::json::object made() const = 0;

    void take(runtime::Answer answer) {
        auto* part = std::get_if<runtime::Answered>(&answer);
        if (part == nullptr) {
            failure_ = std::move(answer);
            return finish();
        }
        parts_.push_back(std::move(*part));
        auto more = next();
        more ? ask(*std::move(more)) : finish();
    }

    void finish() {
        Response later;
        later.finish = [self = this->shared_from_this()](Response& response) {
            response =
                self->failure_ ? self->draw_failure_(*self->failure_) : self->draw_(self->made());
        };
        reply_(std::move(later));
    }

    runtime::WorkQueue& queue_;
    runtime::Caller caller_;
    Reply reply_;
    DrawMade draw_;
    DrawFailure draw_failure_;
    Question asked_;
    std::vector<runtime::Answered> parts_;
    std::optional<runtime::Answer> failure_;
};

}  // namespace clarion::http
