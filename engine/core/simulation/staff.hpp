// Staff: who is at work, who is free, and what waits for whom.
//
// Work waits at desks: one for each set of roles (and agency) that may do it. The most urgent comes
// first: priority, then due instant, then age. Whoever has been idle longest is asked first.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "engine/core/access/principal.hpp"
#include "engine/core/simulation/working_time.hpp"

namespace clarion::core::simulation {

using WorkerIndex = std::size_t;
using ErrandId = std::uint64_t;

struct Worker {
    std::size_t group = 0;
    Principal principal;
};

struct Waiting {
    int priority = 0;
    Instant due;  // the far end of time without a limit
    ErrandId errand = 0;
    [[nodiscard]] auto rank() const { return std::tuple(-priority, due, errand); }
    bool operator<(const Waiting& other) const { return rank() < other.rank(); }
};

class Staff {
public:
    Staff(
        const Model& model,
        const Calendar& calendar,
        const Zone& zone,
        std::pair<Instant, Instant> from_until
    );

    // The desk of those roles; found again by the same ones. `each` is an agency's name, or that of
    // something the police owe themselves.
    [[nodiscard]] std::size_t desk_of(
        const std::vector<std::string>& roles, const std::string& each
    );
    [[nodiscard]] std::set<Waiting>& waiting_at(std::size_t desk) { return desks_[desk].waiting; }
    // Whether any group could ever do what waits there.
    [[nodiscard]] bool is_manned(std::size_t desk) const { return !desks_[desk].groups.empty(); }

    // Somebody at work and free for this desk, who is none of these.
    [[nodiscard]] std::optional<WorkerIndex> free_worker(
        std::size_t desk, const std::set<WorkerIndex>& not_these, Instant now
    ) const;
    // The desks a worker serves.
    [[nodiscard]] const std::vector<std::size_t>& desks_of(WorkerIndex worker) const {
        return groups_[workers_[worker].group].desks;
    }
    // From now on busy; when the work will be done.
    [[nodiscard]] Instant begin(WorkerIndex worker, std::chrono::minutes work, Instant now);
    void end(WorkerIndex worker);
    // Work done between other things: counted, and nobody is kept from anything else.
    [[nodiscard]] std::optional<WorkerIndex> in_passing(
        std::size_t desk, std::chrono::minutes work
    );

    [[nodiscard]] bool is_at_work(WorkerIndex worker, Instant now) const {
        return groups_[workers_[worker].group].time.is_at_work(now);
    }
    [[nodiscard]] const Worker& worker(WorkerIndex index) const { return workers_[index]; }
    // When each group begins a stretch of work, and who of it is free then.
    [[nodiscard]] std::size_t group_count() const { return groups_.size(); }
    [[nodiscard]] const WorkingTime& time_of(std::size_t group) const {
        return groups_[group].time;
    }
    [[nodiscard]] const std::deque<WorkerIndex>& free_in(std::size_t group) const {
        return groups_[group].free;
    }
    // [{name, roles, people, hours_available, hours_worked, busy_percent}] until this instant.
    [[nodiscard]] json::array workload(Instant until) const;

private:
    struct Group {
        StaffGroup as_written;
        WorkingTime time;
        std::vector<WorkerIndex> members;
        std::deque<WorkerIndex> free;
        std::vector<std::size_t> desks;
        std::int64_t minutes_worked = 0;
        std::size_t next_in_passing = 0;
    };
    struct Desk {
        std::set<Waiting> waiting;
        std::vector<std::size_t> groups;
    };

    std::vector<Group> groups_;
    std::vector<Worker> workers_;
    std::vector<Desk> desks_;
    std::map<std::pair<std::vector<std::string>, std::string>, std::size_t> desk_by_roles_;
};

}  // namespace clarion::core::simulation
