// PeerPace: how long whoever asks again and again waits for an answer. Nobody is ever turned away:
// a refuge, a library or a whole mobile network may share one address.
//
// Threads: any; counters without a lock, so a count may be one too low.
// Limits:  counts over an hour, in kCounters places: networks that share one wait together.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <string_view>

#include "engine/ports/world.hpp"

namespace clarion::http::intake {

inline constexpr int kFreeInAnHour = 5;
inline constexpr std::chrono::milliseconds kAnswerStep{500};
inline constexpr std::chrono::milliseconds kLongestStep{8'000};

class PeerPace {
public:
    explicit PeerPace(const ports::Clock& clock) : clock_(clock) {}

    // Counts one, and says in which steps it is answered: twice as long each time beyond the free
    // ones, up to the longest.
    [[nodiscard]] std::chrono::milliseconds step_for(std::string_view network);

private:
    [[nodiscard]] int count(std::string_view network);

    static constexpr std::size_t kCounters = 4096;

    const ports::Clock& clock_;
    std::array<std::atomic<int>, kCounters> counts_{};
    std::atomic<std::chrono::milliseconds::rep> began_{0};
};

}  // namespace clarion::http::intake
