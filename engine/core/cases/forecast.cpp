#include "engine/core/cases/forecast.hpp"

#include <algorithm>

namespace clarion::core {

namespace {

using statechart::StateIndex;

constexpr std::string_view kForecastKey = "forecast";
constexpr std::string_view kUsualKey = "usual";
constexpr std::chrono::milliseconds kMoment{1};

const json::object* object_at(const json::object& parent, std::string_view key) {
    const json::value* found = parent.if_contains(key);
    return found == nullptr ? nullptr : found->if_object();
}

std::optional<StateIndex> stage_of(const Process& process, std::string_view key) {
    const auto& states = process.definition.states;
    const auto found = std::find_if(states.begin(), states.end(), [&](const auto& state) {
        return state.key == key && state.index != 0;
    });
    if (found == states.end()) return std::nullopt;
    return found->index;
}

bool is_active(const CaseSnapshot& snapshot, StateIndex state) {
    const auto& active = snapshot.machine.active;
    return std::find(active.begin(), active.end(), state) != active.end();
}

// When the stage began, as far as its tasks tell; now where it has had none.
Instant entered_at(
    const Process& process, const CaseSnapshot& snapshot, StateIndex stage, Instant now
) {
    Instant entered = now;
    for (const auto& [state, since] : snapshot.tasks_since) {
        const bool inside = state == stage || process.definition.is_descendant(state, stage);
        if (inside && is_active(snapshot, state)) entered = std::min(entered, since);
    }
    return entered;
}

}  // namespace

std::vector<UsualStage> read_forecast(
    const Process& process,
    const json::object& profile,
    const std::string& pointer,
    Problems& problems
) {
    std::vector<UsualStage> stages;
    const json::object* forecast = object_at(profile, kForecastKey);
    const json::object* usual = forecast == nullptr ? nullptr : object_at(*forecast, kUsualKey);
    const json::value* route = usual == nullptr ? nullptr : usual->if_contains(process.route);
    if (route == nullptr) return stages;
    const std::string place = pointer + "/" + std::string(kUsualKey) + "/" + process.route;
    for (auto& [key, time] : read_limits(*route, place, problems)) {
        if (const auto stage = stage_of(process, key)) {
            stages.push_back({.state = *stage, .time = time});
        } else {
            problems.push_back(
                {.pointer = place + "/" + key, .reason = "the route has no stage " + key}
            );
        }
    }
    std::sort(stages.begin(), stages.end(), [](const auto& left, const auto& right) {
        return left.state < right.state;
    });
    return stages;
}

std::optional<Instant> forecast_of(
    const Process& process, const CaseSnapshot& snapshot, Instant now
) {
    const auto& stages = process.usual_stages;
    auto stage = std::find_if(stages.begin(), stages.end(), [&](const UsualStage& usual) {
        return is_active(snapshot, usual.state);
    });
    if (stage == stages.end()) return std::nullopt;
    // A day that is over at midnight is the day before, for a stage that counts in days.
    const auto ends = [&](const UsualStage& usual, Instant from) {
        const bool in_days = usual.time.unit == LimitUnit::calendar_days ||
                             usual.time.unit == LimitUnit::working_days;
        const Instant begins = in_days ? from - kMoment : from;
        return due_instant(usual.time, begins, process.calendar, *process.zone);
    };
    // A stage that takes longer than usual ends now at the soonest.
    Instant end = std::max(now, ends(*stage, entered_at(process, snapshot, stage->state, now)));
    for (++stage; stage != stages.end(); ++stage)
        end = ends(*stage, end);
    return end;
}

}  // namespace clarion::core
