#include "engine/core/cases/stops.hpp"

#include <algorithm>
#include <array>

#include "engine/core/statechart/expressions.hpp"

namespace clarion::core {

namespace {

constexpr std::string_view kStopsKey = "stops";
constexpr std::string_view kDecided = "decided_at";
constexpr std::string_view kCommunicated = "outcome_communicated_at";
constexpr std::string_view kClosed = "closed_at";
constexpr std::array kStopNames{kDecided, kCommunicated, kClosed};

std::optional<Instant> stop_of(
    const json::object& stops, std::string_view name, const statechart::Scope& scope
) {
    const json::value* term = stops.if_contains(name);
    if (term == nullptr) return std::nullopt;
    const json::value value = statechart::evaluate(*term, scope).value_or(nullptr);
    const json::string* text = value.if_string();
    return text == nullptr ? std::nullopt : parse_rfc3339(*text);
}

}  // namespace

ClockStops stops_of(const Process& process, const CaseSnapshot& snapshot, Instant now) {
    const json::value* found = process.profile.if_contains(kStopsKey);
    const json::object* stops = found == nullptr ? nullptr : found->if_object();
    if (stops == nullptr) return {};
    const json::object no_event;
    const json::value nobody;
    const statechart::Scope scope{
        .context = snapshot.machine.context,
        .event_type = kStopsKey,
        .event_data = no_event,
        .actor = nobody,
        .now = now,
        .profile = &process.profile,
        .calendar = &process.calendar,
        .zone = process.zone,
    };
    return {
        .decided_at = stop_of(*stops, kDecided, scope),
        .outcome_communicated_at = stop_of(*stops, kCommunicated, scope),
        .closed_at = stop_of(*stops, kClosed, scope),
    };
}

void check_stops(
    const json::object& profile,
    const std::string& pointer,
    std::vector<statechart::Problem>& problems
) {
    const json::value* found = profile.if_contains(kStopsKey);
    if (found == nullptr) return;
    const std::string place = pointer + "/" + std::string(kStopsKey);
    const json::object* stops = found->if_object();
    if (stops == nullptr) return problems.push_back({place, "must be an object"});
    for (const auto& [name, term] : *stops) {
        const std::string at = place + "/" + std::string(name);
        if (std::find(kStopNames.begin(), kStopNames.end(), name) == kStopNames.end()) {
            problems.push_back({at, "is not one of the three stops of the clock"});
        }
        if (!term.is_object()) {
            problems.push_back({at, "must be a term that reads the case's record"});
        }
        auto wrong = statechart::check_expression(term, at);
        problems.insert(problems.end(), wrong.begin(), wrong.end());
    }
}

}  // namespace clarion::core
