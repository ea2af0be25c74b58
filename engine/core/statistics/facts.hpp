// Facts of one case, as a plan asks for them: codes and numbers, and nothing anybody wrote.
#pragma once

#include "engine/core/cases/process.hpp"
#include "engine/core/cases/snapshot.hpp"
#include "engine/core/statistics/plan.hpp"

namespace clarion::core::statistics {

// A value that no term gives.
inline constexpr std::string_view kNotKnown = "not_known";

struct CaseFacts {
    std::map<std::string, std::vector<std::string>, std::less<>> labels;  // never an empty list,
                                                                          // but for a fact of many
    std::map<std::string, std::int64_t, std::less<>> numbers;  // none where the case has none
};

[[nodiscard]] json::object to_json(const CaseFacts& facts);
[[nodiscard]] CaseFacts facts_from(const json::object& written);

// A term sees the case's context, the profile, and as `event` {workflow, version, bundle,
// received_at, closed}.
[[nodiscard]] CaseFacts facts_of(
    const StatisticsPlan& plan, const Process& process, const CaseSnapshot& snapshot, Instant now
);

// The calendar year of receipt, where the force is.
[[nodiscard]] int year_of_receipt(const Process& process, Instant received_at);

// The band a number stands in: 0-20, 21-28, 36+.
[[nodiscard]] std::string band_of(const std::vector<std::int64_t>& bands, std::int64_t number);
// All bands, in their order.
[[nodiscard]] std::vector<std::string> names_of(const std::vector<std::int64_t>& bands);

}  // namespace clarion::core::statistics
