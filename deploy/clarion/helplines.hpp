// Helplines: which of the catalogue the pages show today, and which nobody has verified for too
// long.
//
// An emergency number and a national helpline are always shown: an old number is better than none.
// A local one that nobody verified within six months may have closed, and is hidden.
//
// Threads: any; pure.
#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "adapters/http/intake/intake.hpp"
#include "engine/core/json.hpp"
#include "engine/ports/world.hpp"

namespace clarion::deploy {

inline constexpr std::chrono::months kHelplineVerifiedFor{6};

struct HelplinesToday {
    std::vector<http::intake::Helpline> shown;
    std::vector<std::string> unverified;  // ids, of those shown and those hidden
    std::string why;                      // the same with the day each was verified last
};

// Requires: the catalogue is sound. `force`: the profile's force.id, for what is local to it.
[[nodiscard]] HelplinesToday helplines_today(
    const core::json::object& catalogue, std::string_view force, std::chrono::sys_days today
);

// HelplineWatch: the same for a service that runs. Says once a day, in the operators' log and as an
// alarm, which of them nobody has verified in time; the gauge has their number at each look.
// Supervisors are told as well: `tell` is given each day what tells one finding from another, and
// asked again until it could be taken.
//
// Ownership: borrows clock, log and metrics.
// Threads:   any.
class HelplineWatch {
public:
    struct World {
        const ports::Clock& clock;
        ports::Log& log;
        ports::Metrics& metrics;
        std::function<bool(const std::string& why)> tell;
    };
    HelplineWatch(core::json::object catalogue, std::string force, World world)
        : catalogue_(std::move(catalogue)), force_(std::move(force)), world_(world) {}

    [[nodiscard]] std::vector<http::intake::Helpline> shown();
    void look() { (void)shown(); }

private:
    void alarm(const std::vector<std::string>& unverified, std::chrono::sys_days today);
    void tell(const std::string& why, std::chrono::sys_days today);

    core::json::object catalogue_;
    std::string force_;
    World world_;
    std::atomic<int> said_on_{-1};  // in days since 1970
    std::atomic<int> told_on_{-1};
};

}  // namespace clarion::deploy
