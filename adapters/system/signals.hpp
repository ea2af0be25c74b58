// Signals: SIGINT and SIGTERM as a plain call on a thread of its own, and SIGHUP for who wants it.
//
// Make it first in main: threads started later inherit that these signals are blocked for them. A
// broken connection is no reason to end, so SIGPIPE is ignored.
//
// Threads: `on_stop` and `on_reload` are called on the thread it starts, once for each signal that
//          comes. Without `on_reload` SIGHUP ends the program, as it does any other.
#pragma once

#include <functional>
#include <thread>

namespace clarion::system {

class Signals {
public:
    explicit Signals(std::function<void()> on_stop, std::function<void()> on_reload = nullptr);
    ~Signals();
    Signals(const Signals&) = delete;
    Signals& operator=(const Signals&) = delete;

private:
    void run(const std::function<void()>& on_stop, const std::function<void()>& on_reload) const;

    int signals_ = -1;  // signalfd
    int wake_ = -1;     // eventfd, to end the wait
    std::jthread thread_;
};

}  // namespace clarion::system
