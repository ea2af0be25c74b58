#include "adapters/http/ticket.hpp"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/steady_timer.hpp>

namespace clarion::http {

Ticket::Ticket(std::shared_ptr<Loop> loop, std::weak_ptr<Session> session, std::uint64_t generation)
    : loop_(std::move(loop)),
      session_(std::move(session)),
      generation_(generation),
      asked_at_(std::chrono::steady_clock::now()) {}

Ticket::~Ticket() {
    if (!used_) answer(std::nullopt);
}

void Ticket::answer(std::optional<Response> response) {
    if (used_.exchange(true)) return;
    const auto step = response ? response->step : std::chrono::milliseconds(0);
    auto tell =
        [session = session_, generation = generation_, response = std::move(response)]() mutable {
            if (const auto alive = session.lock())
                alive->on_answer(generation, std::move(response));
        };
    if (step.count() <= 0) return boost::asio::dispatch(loop_->io, std::move(tell));
    const auto passed = std::chrono::steady_clock::now() - asked_at_;
    const SteadyTime leaves_at = asked_at_ + (passed / step + 1) * step;
    boost::asio::dispatch(
        loop_->io,
        [loop = loop_.get(), leaves_at, tell = std::move(tell)]() mutable {
            auto timer = std::make_shared<boost::asio::steady_timer>(loop->io, leaves_at);
            timer->async_wait([timer, tell = std::move(tell)](const boost::system::error_code& error
                              ) mutable {
                if (!error) tell();
            });
        }
    );
}

}  // namespace clarion::http
