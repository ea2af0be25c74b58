// Ticket: the engine's way back to one request of one connection.
//
// Ownership: holds the loop, since the answer may come after the server has gone, and only a hint
//            of the session.
// Threads:   any; the answer runs on the session's own loop.
// Failure:   a ticket dropped without an answer answers 500; second answers and answers to a
//            connection that has gone are dropped.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>

#include "adapters/http/loop.hpp"

namespace clarion::http {

class Ticket {
public:
    Ticket(std::shared_ptr<Loop> loop, std::weak_ptr<Session> session, std::uint64_t generation);
    ~Ticket();
    Ticket(const Ticket&) = delete;
    Ticket& operator=(const Ticket&) = delete;

    // Empty: something threw; the session says so in the style of what was asked.
    void answer(std::optional<Response> response);

private:
    std::shared_ptr<Loop> loop_;
    std::weak_ptr<Session> session_;
    std::uint64_t generation_;
    const SteadyTime asked_at_;
    std::atomic<bool> used_{false};
};

}  // namespace clarion::http
