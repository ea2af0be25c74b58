// Contact windows: when an applicant said that it is safe to reach them.
//
// Sending outside a window is impossible by type: whatever sends asks for a SafeMoment, and only
// safe_moment() makes one. What is not known counts as not safe.
// Source: ux.md 7.3 (pages 10 to 12), design 1 (promise 3).
#pragma once

#include <optional>
#include <string_view>

#include "engine/core/json.hpp"
#include "engine/core/time/calendar.hpp"

namespace clarion::core {

// What the windows mean in this place. `windows`: profile.messages.windows, such as
// {"morning": ["09:00", "12:00"]}, by the wall clock.
// Ownership: borrows all three.
struct ContactRules {
    const json::object& windows;
    const Calendar& calendar;
    const Zone& zone;
};

// `plan` is the contact part of the request form. A plan with words about times that are never safe
// has no window that a program could find. Windows on weekdays do not count on a public holiday:
// homes are full then. With no word on times, 09:00 to 17:00 on working days.
[[nodiscard]] bool is_safe_now(const json::object& plan, const ContactRules& rules, Instant now);

// The first safe instant, `from` itself included; empty when there is none within kLookAheadMax.
[[nodiscard]] std::optional<Instant> next_safe(
    const json::object& plan, const ContactRules& rules, Instant from
);

inline constexpr std::chrono::days kLookAheadMax{28};

struct SafeWindow {
    Instant from;
    Instant until;  // the first instant that is no longer safe, or the end of the day
};

// The window that `next_safe` finds, with those that follow it on the same day without a gap.
[[nodiscard]] std::optional<SafeWindow> next_window(
    const json::object& plan, const ContactRules& rules, Instant from
);

// The instant of 2026-11-24 and 13:05 on this place's wall clock; empty when they are not written
// so.
[[nodiscard]] std::optional<Instant> wall_clock_instant(
    const Zone& zone, std::string_view date, std::string_view time
);

// Proof that a message of this way may go now: the applicant chose the way for messages, and now is
// inside a window. Use it at once; it says nothing of later.
class SafeMoment {
public:
    [[nodiscard]] Instant at() const { return at_; }

private:
    explicit SafeMoment(Instant at) : at_(at) {}
    friend std::optional<SafeMoment> safe_moment(
        const json::object& plan, std::string_view way, const ContactRules& rules, Instant now
    );
    Instant at_;
};

// `way`: email or text.
[[nodiscard]] std::optional<SafeMoment> safe_moment(
    const json::object& plan, std::string_view way, const ContactRules& rules, Instant now
);

}  // namespace clarion::core
