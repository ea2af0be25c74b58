#include "engine/core/simulation/staff.hpp"

#include <algorithm>

namespace clarion::core::simulation {

namespace {

Principal principal_of(const StaffGroup& group, int number) {
    Principal principal;
    principal.person = PersonId{group.name + " " + std::to_string(number)};
    principal.issuer = "simulation";
    principal.subject = principal.person.text;
    principal.display_name = principal.person.text;
    principal.roles = group.roles;
    principal.agency = group.agency;
    principal.method = SignInMethod::demo;
    return principal;
}

}  // namespace

Staff::Staff(
    const Model& model,
    const Calendar& calendar,
    const Zone& zone,
    std::pair<Instant, Instant> from_until
) {
    for (const StaffGroup& written : model.staff) {
        const Shift& shift = model.shifts.at(written.shift);
        Group group{
            .as_written = written,
            .time = WorkingTime(shift, calendar, zone, from_until),
            .members = {},
            .free = {},
            .desks = {}};
        for (int number = 1; number <= written.people; ++number) {
            group.members.push_back(workers_.size());
            group.free.push_back(workers_.size());
            workers_.push_back({groups_.size(), principal_of(written, number)});
        }
        groups_.push_back(std::move(group));
    }
}

std::size_t Staff::desk_of(const std::vector<std::string>& roles, const std::string& each) {
    const auto [found, is_new] = desk_by_roles_.try_emplace(std::pair(roles, each), desks_.size());
    if (!is_new) return found->second;
    const bool is_agency = std::any_of(groups_.begin(), groups_.end(), [&](const Group& group) {
        return group.as_written.agency == each;
    });
    const std::string_view agency = is_agency ? std::string_view(each) : std::string_view();
    Desk desk;
    for (std::size_t index = 0; index < groups_.size(); ++index) {
        const StaffGroup& group = groups_[index].as_written;
        const bool serves =
            group.agency == agency &&
            std::any_of(roles.begin(), roles.end(), [&](const std::string& role) {
                return std::find(group.roles.begin(), group.roles.end(), role) != group.roles.end();
            });
        if (!serves) continue;
        desk.groups.push_back(index);
        groups_[index].desks.push_back(desks_.size());
    }
    desks_.push_back(std::move(desk));
    return found->second;
}

std::optional<WorkerIndex> Staff::free_worker(
    std::size_t desk, const std::set<WorkerIndex>& not_these, Instant now
) const {
    for (const std::size_t index : desks_[desk].groups) {
        const Group& group = groups_[index];
        if (group.free.empty() || !group.time.is_at_work(now)) continue;
        const auto found = std::find_if(group.free.begin(), group.free.end(), [&](auto worker) {
            return !not_these.contains(worker);
        });
        if (found != group.free.end()) return *found;
    }
    return std::nullopt;
}

Instant Staff::begin(WorkerIndex worker, std::chrono::minutes work, Instant now) {
    Group& group = groups_[workers_[worker].group];
    std::erase(group.free, worker);
    group.minutes_worked += work.count();
    return group.time.finish(now, work);
}

void Staff::end(WorkerIndex worker) {
    groups_[workers_[worker].group].free.push_back(worker);
}

std::optional<WorkerIndex> Staff::in_passing(std::size_t desk, std::chrono::minutes work) {
    if (desks_[desk].groups.empty()) return std::nullopt;
    Group& group = groups_[desks_[desk].groups.front()];
    group.minutes_worked += work.count();
    return group.members[group.next_in_passing++ % group.members.size()];
}

json::array Staff::workload(Instant until) const {
    json::array all;
    for (const Group& group : groups_) {
        std::int64_t available = 0;
        for (const auto& [begins, ends] : group.time.stretches()) {
            if (begins >= until) break;
            available +=
                std::chrono::floor<std::chrono::minutes>(std::min(ends, until) - begins).count() *
                group.as_written.people;
        }
        all.push_back(json::object{
            {"name", group.as_written.name},
            {"roles", json::array(group.as_written.roles.begin(), group.as_written.roles.end())},
            {"people", group.as_written.people},
            {"hours_available", available / 60},
            {"hours_worked", group.minutes_worked / 60},
            {"busy_percent", available == 0 ? 0 : group.minutes_worked * 100 / available},
        });
    }
    return all;
}

}  // namespace clarion::core::simulation
