// Zone: the rules of one place's local time. The core owns the question; a port brings the answer.
#pragma once

#include <chrono>

#include "engine/core/time/instant.hpp"

namespace clarion::core {

struct LocalTime {
    std::chrono::local_days day;
    std::chrono::minutes since_midnight;  // by the wall clock, 0 to 1439
};

class Zone {
public:
    virtual ~Zone() = default;
    [[nodiscard]] virtual LocalTime to_local(Instant instant) const = 0;
    // The first instant of `day` in this place. The end of day n is the start of day n + 1.
    [[nodiscard]] virtual Instant start_of(std::chrono::local_days day) const = 0;
};

}  // namespace clarion::core
