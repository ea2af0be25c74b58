// WorkingTime: when one shift is at work, over the whole of a simulation.
//
// Limits: from the instant it was made for until a year after the end; work that would go on beyond
// that ends at the end.
#pragma once

#include <utility>
#include <vector>

#include "engine/core/cases/process.hpp"
#include "engine/core/simulation/model.hpp"

namespace clarion::core::simulation {

class WorkingTime {
public:
    WorkingTime(
        const Shift& shift,
        const Calendar& calendar,
        const Zone& zone,
        std::pair<Instant, Instant> from_until
    );

    [[nodiscard]] bool is_at_work(Instant now) const;
    // When so many minutes of work that begins now are done, nights and weekends left out.
    [[nodiscard]] Instant finish(Instant now, std::chrono::minutes work) const;
    [[nodiscard]] const std::vector<std::pair<Instant, Instant>>& stretches() const {
        return stretches_;
    }

private:
    // The first stretch that ends after now.
    [[nodiscard]] std::size_t stretch_at(Instant now) const;

    std::vector<std::pair<Instant, Instant>> stretches_;
};

}  // namespace clarion::core::simulation
