#include "adapters/system/system_clock.hpp"

#include <cerrno>
#include <ctime>
#include <fstream>
#include <system_error>

namespace clarion::system {

namespace {

std::string read_boot_id() {
    std::ifstream file("/proc/sys/kernel/random/boot_id");
    std::string id;
    if (!std::getline(file, id) || id.empty()) {
        throw std::system_error(errno, std::generic_category(), "cannot read the id of this boot");
    }
    return id;
}

}  // namespace

SystemClock::SystemClock() : boot_id_(read_boot_id()) {}

core::Instant SystemClock::now() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::system_clock::now());
}

// CLOCK_BOOTTIME also counts while the machine sleeps, and nobody can set it.
std::chrono::milliseconds SystemClock::since_boot() const {
    timespec time{};
    ::clock_gettime(CLOCK_BOOTTIME, &time);
    return std::chrono::seconds(time.tv_sec) +
           std::chrono::floor<std::chrono::milliseconds>(std::chrono::nanoseconds(time.tv_nsec));
}

}  // namespace clarion::system
