// ObligationWatch: once an hour, while the service goes on, every case is held against its events,
// timers, tasks and the log, and the log against its tree: a slice at a time.
//
// What is wrong is an alarm with the case's name in the log; what concerns every case (the log, a
// bundle, a key) stops the program, as anywhere else.
//
// Ownership: borrows everything.
// Threads:   engine thread only. Requires: a batch is open (go_on).
// Limits:    a slice is five milliseconds, and what its last cases or block of the log take beyond;
//            fifty pass until the next.
#pragma once

#include <chrono>
#include <optional>

#include "engine/runtime/engine.hpp"
#include "engine/runtime/store_check.hpp"

namespace clarion::runtime {

class ObligationWatch {
public:
    explicit ObligationWatch(const Services& services);

    [[nodiscard]] bool is_due() const;
    void go_on();
    // While a round is under way: how long the engine may rest.
    [[nodiscard]] std::optional<std::chrono::milliseconds> until_next_slice() const;
    // A round that is under way goes on; otherwise one begins with the next slice.
    void begin_now() { next_slice_ = services_.clock.since_boot(); }

private:
    void begin();
    void end();
    void tell_new();

    const Services& services_;
    std::chrono::milliseconds next_slice_{};  // since boot
    std::chrono::milliseconds began_{};
    std::optional<StoreCheck> check_;  // while a round is under way
    std::uint64_t told_ = 0;
};

}  // namespace clarion::runtime
