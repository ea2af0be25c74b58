// A running server for tests, with a few plain rows and short deadlines.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>

#include "adapters/http/server.hpp"

namespace clarion::test {

// What /api/v1/step waits for.
inline constexpr std::chrono::milliseconds kStep{200};

// What a handler got, kept until the test asks; and replies held back for it.
class Visits {
public:
    void add(http::Call call);
    // Waits for a visit; none within the test's patience throws.
    [[nodiscard]] http::Call take();
    [[nodiscard]] std::size_t count() const;

private:
    mutable std::mutex mutex_;
    std::condition_variable arrived_;
    std::vector<http::Call> calls_;
    std::size_t count_ = 0;
};

struct HouseSettings {
    http::Deadlines deadlines;
    http::ListenerKind kind = http::ListenerKind::staff;
    bool tls12_allowed = true;
    std::size_t connections_max = http::kConnectionsMax;
    std::size_t connections_per_network = 0;
    http::NetworkRules networks = {};
    std::function<void(std::string_view)> on_dropped = {};
};

class House {
public:
    explicit House(const HouseSettings& settings = {});
    ~House() { server->stop(); }

    Visits visits;   // POST /api/v1/keep answers 200 at once and is kept here
    Visits waiting;  // GET /api/v1/wait is answered by the test alone
    http::Router router;
    std::unique_ptr<http::Server> server;
    std::uint16_t port = 0;        // TLS
    std::uint16_t plain_port = 0;  // the admin listener
};

}  // namespace clarion::test
