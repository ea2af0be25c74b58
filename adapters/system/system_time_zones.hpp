// SystemTimeZones: the machine's time zone database, read through Howard Hinnant's date library.
//
// Ownership: the zones live as long as this does.
// Threads:   any.
#pragma once

#include <map>
#include <memory>
#include <mutex>

#include "engine/ports/world.hpp"

namespace clarion::system {

class SystemTimeZones final : public ports::TimeZones {
public:
    SystemTimeZones();
    ~SystemTimeZones() override;
    [[nodiscard]] const core::Zone* find_zone(std::string_view name) const override;

private:
    mutable std::mutex mutex_;
    mutable std::map<std::string, std::unique_ptr<const core::Zone>, std::less<>> zones_;
};

}  // namespace clarion::system
