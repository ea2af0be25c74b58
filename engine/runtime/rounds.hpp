// Rounds: what the engine does by itself beside timers and deliveries: erasures that are due, and
// the hourly look at every obligation.
//
// Ownership: borrows everything.
// Threads:   engine thread only, between two batches.
#pragma once

#include <chrono>
#include <functional>
#include <optional>

#include "engine/runtime/erasure_watch.hpp"
#include "engine/runtime/obligation_watch.hpp"

namespace clarion::runtime {

class Rounds {
public:
    Rounds(const Services& services, QueryParts queries, WakeTimes& wake)
        : services_(services), erasures_(queries, wake), obligations_(services) {}

    // `run_alone`: runs an act in a batch; false when the store could not keep it. Throws
    // StoreUnavailable when what was erased could not be scrubbed yet.
    void go(const std::function<bool(const std::function<void()>&)>& run_alone);

    // The look at every obligation begins at the next call.
    void look_now() { obligations_.begin_now(); }
    // How long the engine may rest for all that these have to do; none: as long as it likes.
    [[nodiscard]] std::optional<std::chrono::milliseconds> may_rest() const {
        return obligations_.until_next_slice();
    }

private:
    void erase(const std::function<bool(const std::function<void()>&)>& run_alone);

    const Services& services_;
    ErasureWatch erasures_;
    ObligationWatch obligations_;
    bool is_scrub_owed_ = false;
};

}  // namespace clarion::runtime
