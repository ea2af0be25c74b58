// Loop: one io thread's world: its io_context, the connections that live on it, and the clock that
// cuts the slow ones off.
//
// Ownership: the lists own the sessions; pending operations keep them alive a little longer.
// Threads:   everything here runs on the loop's own thread, but for what `io` itself allows.
// Limits:    looks at all deadlines once a tick, so a wait may last one tick longer.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/server.hpp"
#include "adapters/http/tls_settings.hpp"

namespace clarion::http {

using SteadyTime = std::chrono::steady_clock::time_point;

// What all loops know of one listener.
struct Listener {
    ListenerSettings settings;
    std::vector<std::string> our_hosts;
    TlsContext tls;  // null: plain
    const Router& router;
    std::size_t body_bytes_max;
    std::atomic<std::size_t> connections{0};
};

class Session : public std::enable_shared_from_this<Session> {
public:
    virtual ~Session() = default;
    virtual void start() = 0;
    virtual void on_deadline() = 0;
    // `generation` names the request that is answered; too late is no harm. Empty: something
    // threw, or nobody answered.
    virtual void on_answer(std::uint64_t generation, std::optional<Response> answer) = 0;
    // Ends an idle connection; one with a request under way ends after its answer.
    virtual void wind_down() = 0;
    // Ends it at once, whatever is under way.
    virtual void finish() = 0;

    SteadyTime deadline;
    std::list<std::shared_ptr<Session>>::iterator place;
    bool idle = false;
};

class Loop : public std::enable_shared_from_this<Loop> {
public:
    explicit Loop(const Deadlines& limits) : deadlines(limits) {}

    void add(const std::shared_ptr<Session>& session);
    void remove(Session& session);
    void set_idle(Session& session, bool idle);
    // False when no connection is idle.
    bool evict_oldest_idle();

    void start_ticking();
    void wind_down();

    [[nodiscard]] SteadyTime after(std::chrono::milliseconds wait) const;
    [[nodiscard]] std::string next_request_id();
    [[nodiscard]] std::string_view date();

    const Deadlines deadlines;
    bool stopping = false;

private:
    void tick();
    void end_all();
    void look_at(std::list<std::shared_ptr<Session>>& sessions, SteadyTime now);

    std::list<std::shared_ptr<Session>> busy_;
    std::list<std::shared_ptr<Session>> idle_;  // idle for longest first
    SteadyTime stop_at_;
    std::array<unsigned char, 4096> random_{};
    std::size_t random_left_ = 0;
    std::time_t date_second_ = 0;
    std::string date_;

public:
    // Last, so that it is destroyed first: its operations hold sessions.
    boost::asio::io_context io{1};

private:
    boost::asio::steady_timer timer_{io};
};

}  // namespace clarion::http
