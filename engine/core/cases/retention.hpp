// Retention: how long a closed case is kept, as the profile's `retention` says.
//
//   groups        the first whose `when` holds of the case's context is the case's; the last one
//                 has no `when`. `review_years` after the case last changed somebody looks at it.
//                 `keep_until_age {years, of}`: it is not erased before the person born at that
//                 place of the context is so old.
//   hold_when     of such a case nothing is erased until somebody releases it
//   cooling_days  between the second person's yes and the erasure
//
// Source: assurance B7 (Data Protection Act 2018 s.39), B8; figures carry their own.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/core/cases/process.hpp"
#include "engine/core/statechart/context.hpp"

namespace clarion::core {

struct RetentionGroup {
    std::string id;
    std::string title;
    int review_years = 0;
    json::value when;  // null: of every case
    int keep_until_age = 0;
    std::string birth_date_at;  // a context path
    std::string source;
    bool is_verified = false;
};

// How long a log is kept once it is closed: `retention.log {years, source, verified_by,
// verified_on}`. Nothing is destroyed by a figure that nobody verified.
struct LogKeeping {
    int years = 0;
    std::string source;
    std::string verified_by;  // empty: nobody did
    std::string verified_on;
};

struct RetentionPolicy {
    std::vector<RetentionGroup> groups;  // none: everything is due to be looked at when it closes
    json::value hold_when;
    int cooling_days = 7;
};

// An empty policy for a profile without one. What is wrong goes to `problems`, with pointers into
// the profile.
[[nodiscard]] RetentionPolicy read_retention(
    const json::object& profile, std::vector<statechart::Problem>& problems
);

// Nothing for a profile that does not say it: its logs are kept for good. Problems as above.
[[nodiscard]] std::optional<LogKeeping> read_log_keeping(
    const json::object& profile, std::vector<statechart::Problem>& problems
);

[[nodiscard]] const RetentionGroup* find_group(const RetentionPolicy& policy, std::string_view id);
// Null where the policy has no groups.
[[nodiscard]] const RetentionGroup* group_of(
    const RetentionPolicy& policy, const statechart::Context& context
);
[[nodiscard]] bool is_held_from_the_start(
    const RetentionPolicy& policy, const statechart::Context& context
);

// So many calendar years on, at the same time of day; the last day of a month that is shorter.
[[nodiscard]] Instant years_after(Instant from, int years);
[[nodiscard]] Instant review_due(const RetentionGroup* group, Instant from);
// Until when it must not be erased; nothing where the context has no such date.
[[nodiscard]] std::optional<Instant> kept_until(
    const RetentionGroup& group, const statechart::Context& context
);

}  // namespace clarion::core
