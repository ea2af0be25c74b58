#include "adapters/http/ticket.hpp"

#include <boost/asio/dispatch.hpp>

namespace clarion::http {

Ticket::Ticket(std::shared_ptr<Loop> loop, std::weak_ptr<Session> session, std::uint64_t generation)
    : loop_(std::move(loop)), session_(std::move(session)), generation_(generation) {}

Ticket::~Ticket() {
    if (!used_) answer(std::nullopt);
}

void Ticket::answer(std::optional<Response> response) {
    if (used_.exchange(true)) return;
    boost::asio::dispatch(
        loop_->io,
        [session = session_, generation = generation_, response = std::move(response)]() mutable {
            if (const auto alive = session.lock()) {
                alive->on_answer(generation, std::move(response));
            }
        }
    );
}

}  // namespace clarion::http
