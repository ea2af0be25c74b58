// Loop: one io thread's world: its io_context, the connections that live on it, and the clock that
// cuts the slow ones off.
//
// Ownership: the crowds own the sessions; pending operations keep them alive a little longer.
// Threads:   everything here runs on the loop's own thread, but for what `io` itself allows.
// Limits:    looks at all deadlines once a tick, so a wait may last one tick longer.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "adapters/http/crowd.hpp"
#include "adapters/http/networks.hpp"
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
    Networks networks;
    std::size_t connections_per_network;  // on one loop; 0: as many as there are
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
    Crowd::Place place;
};

class Loop : public std::enable_shared_from_this<Loop> {
public:
    explicit Loop(const Deadlines& limits) : deadlines(limits) {}

    // The connections of one listener here.
    [[nodiscard]] Crowd& crowd_of(const Listener& listener) { return crowds_[&listener]; }

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

    std::map<const Listener*, Crowd> crowds_;
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
