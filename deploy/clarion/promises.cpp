#include "deploy/clarion/promises.hpp"

#include "adapters/files/json_text.hpp"
#include "adapters/files/scheme.hpp"
#include "engine/core/cases/domain_keys.hpp"
#include "engine/core/time/calendar.hpp"

namespace clarion::deploy {

namespace json = core::json;

namespace {

constexpr int kHoursOfADay = 24;
constexpr std::chrono::milliseconds kMoment{1};

// Whole days, and never none: nobody is told that something happens within no time.
int days_of(const core::Limit& limit) {
    switch (limit.unit) {
        case core::LimitUnit::minutes:
            return 1;
        case core::LimitUnit::hours:
            return std::max(1, (limit.value + kHoursOfADay - 1) / kHoursOfADay);
        case core::LimitUnit::calendar_days:
        case core::LimitUnit::working_days:
            return std::max(1, limit.value);
    }
    return 1;
}

struct Times {
    std::map<std::string, core::Limit, std::less<>> limits;
    core::Calendar calendar;
    const core::Zone* zone = nullptr;
};

Times times_of(const files::FileSet& house, EngineRoom& room) {
    const json::object profile = files::profile_of(house, files::scheme_of(house));
    const std::string calendar =
        "workflows/calendars/" + std::string(profile.at("calendar").as_string()) + ".json";
    core::Problems unheard;  // the house was checked whole before
    return {
        core::read_limits(profile.at("limits"), "/limits", unheard),
        core::read_calendar(
            files::parse_json(calendar, files::file_named(house, calendar)), "", unheard
        ),
        room.zones.find_zone(std::string(profile.at("zone").as_string()))};
}

}  // namespace

http::intake::Promises promises_of(const files::FileSet& house, EngineRoom& room) {
    const auto times = std::make_shared<const Times>(times_of(house, room));
    http::intake::Promises promises;
    for (const auto& [name, limit] : times->limits)
        promises.days.emplace(name, days_of(limit));
    promises.day_of = [times, &clock = room.clock](std::string_view name) -> std::optional<int> {
        const auto limit = times->limits.find(name);
        if (limit == times->limits.end() || times->zone == nullptr) return std::nullopt;
        const core::Instant due =
            core::due_instant(limit->second, clock.now(), times->calendar, *times->zone);
        // Due at the end of a day: still that day.
        const auto day = times->zone->to_local(due - kMoment).day;
        return static_cast<int>(day.time_since_epoch().count());
    };
    return promises;
}

}  // namespace clarion::deploy
