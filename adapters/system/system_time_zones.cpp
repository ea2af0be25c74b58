#include "adapters/system/system_time_zones.hpp"

#include <date/tz.h>

#include <stdexcept>

namespace clarion::system {

namespace {

class DatabaseZone final : public core::Zone {
public:
    explicit DatabaseZone(const date::time_zone& zone) : zone_(zone) {}

    [[nodiscard]] core::LocalTime to_local(core::Instant instant) const override {
        const auto local = zone_.to_local(instant).time_since_epoch();
        const auto day = std::chrono::floor<std::chrono::days>(local);
        return {
            .day = std::chrono::local_days(day),
            .since_midnight = std::chrono::floor<std::chrono::minutes>(local - day)};
    }

    // Where the clocks skip midnight, the day begins when they do; where midnight comes twice, it
    // begins with the first. The earliest choice is both.
    [[nodiscard]] core::Instant start_of(std::chrono::local_days day) const override {
        const date::local_time<std::chrono::milliseconds> midnight(day.time_since_epoch());
        return zone_.to_sys(midnight, date::choose::earliest);
    }

private:
    const date::time_zone& zone_;
};

}  // namespace

SystemTimeZones::SystemTimeZones() = default;
SystemTimeZones::~SystemTimeZones() = default;

const core::Zone* SystemTimeZones::find_zone(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    if (const auto known = zones_.find(name); known != zones_.end()) return known->second.get();
    try {
        const date::time_zone* zone = date::locate_zone(std::string(name));
        return zones_.emplace(name, std::make_unique<DatabaseZone>(*zone)).first->second.get();
    } catch (const std::runtime_error&) {  // how the library says that there is no such zone
        return nullptr;
    }
}

}  // namespace clarion::system
