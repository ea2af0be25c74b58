// Tally: what a simulation counts, and the forecast it becomes. Whole numbers throughout, so that
// the same seed gives the same bytes.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "engine/core/json.hpp"
#include "engine/core/time/instant.hpp"

namespace clarion::core::simulation {

class Tally {
public:
    void received(Instant at);
    void closed(Instant received_at, Instant at, const std::string& outcome);
    // The whole-case limit has passed: with the case told or closed in time, or late, in this
    // stage.
    void judged(Instant received_at, bool told_late, bool closed_late, const std::string& stage);
    void task_ended(
        const std::string& stage, std::chrono::minutes waited, std::chrono::minutes took, bool late
    );
    // The queue holds this many from now on.
    void queue_changed(const std::string& queue, int by, Instant now);
    void step() { ++steps_; }
    void took_up(const std::string& interruption) { ++interruptions_[interruption]; }
    // Nothing that the model knows could bring this stage on, or nobody could do it.
    void stuck(const std::string& stage, const std::string& why) { ++stuck_[stage + ": " + why]; }

    [[nodiscard]] json::object report(Instant began, Instant until) const;

private:
    struct Stage {
        std::uint64_t late = 0;
        std::uint64_t case_limit_passed_here = 0;
        std::vector<std::int32_t> waited;  // minutes
        std::vector<std::int32_t> took;
    };
    struct Queue {
        int length = 0;
        int longest = 0;
        Instant since;
        std::int64_t length_minutes = 0;  // the length, summed over every minute
    };
    struct Year {
        std::uint64_t received = 0;
        std::uint64_t judged = 0;
        std::uint64_t closed_late = 0;
        std::uint64_t told_late = 0;
    };

    [[nodiscard]] json::array stages() const;
    [[nodiscard]] json::array queues(Instant began, Instant until) const;

    std::uint64_t steps_ = 0;
    std::uint64_t closed_ = 0;
    std::vector<std::int32_t> days_to_close_;
    std::map<int, Year> years_;
    std::map<std::string, Stage> stages_;
    std::map<std::string, Queue> queues_;
    std::map<std::string, std::uint64_t> outcomes_;
    std::map<std::string, std::uint64_t> interruptions_;
    std::map<std::string, std::uint64_t> stuck_;
};

}  // namespace clarion::core::simulation
