#include "engine/runtime/steady_clock.hpp"

#include <algorithm>

#include "engine/core/json.hpp"

namespace clarion::runtime {

namespace json = core::json;

std::optional<KnownTime> last_known_time(ports::AuditLog& log) {
    const std::uint64_t size = log.head().size;
    if (size == 0) return std::nullopt;
    const auto newest = log.entries(size - 1, 1);
    if (newest.empty()) return std::nullopt;
    boost::system::error_code fault;
    const json::value leaf = json::parse(newest.front().bytes, fault);
    const json::object* entry = fault ? nullptr : leaf.if_object();
    if (entry == nullptr) return std::nullopt;
    const json::value* written = entry->if_contains("ts");
    const json::value* since_boot = entry->if_contains("mono");
    const json::value* boot = entry->if_contains("boot");
    const bool is_whole = written != nullptr && written->is_string() && since_boot != nullptr &&
                          since_boot->is_int64() && boot != nullptr && boot->is_string();
    const auto at = is_whole ? core::parse_rfc3339(written->get_string()) : std::nullopt;
    if (!at) return std::nullopt;
    return KnownTime{
        *at, std::chrono::milliseconds(since_boot->get_int64()), std::string(boot->get_string())};
}

namespace {

// A wall clock that is a little behind may be right; one that is ahead would make something early.
core::Instant believed(core::Instant wall, core::Instant expected) {
    return wall <= expected && expected - wall <= kClockDriftMax ? wall : expected;
}

}  // namespace

SteadyClock::SteadyClock(const ports::Clock& clock)
    : clock_(clock), at_(clock.now()), since_boot_(clock.since_boot()) {}

void SteadyClock::continue_from(const KnownTime& known) {
    if (known.boot != clock_.boot_id()) {
        at_ = std::max(at_, known.at);
    } else if (known.since_boot <= since_boot_) {
        at_ = believed(at_, known.at + (since_boot_ - known.since_boot));
    }
}

core::Instant SteadyClock::counted() const {
    return at_ + (clock_.since_boot() - since_boot_);
}

core::Instant SteadyClock::now() const {
    return believed(clock_.now(), counted());
}

std::chrono::milliseconds SteadyClock::since_boot() const {
    return clock_.since_boot();
}

const std::string& SteadyClock::boot_id() const {
    return clock_.boot_id();
}

std::chrono::milliseconds SteadyClock::drift() const {
    return clock_.now() - counted();
}

}  // namespace clarion::runtime
