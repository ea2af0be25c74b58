// Case files: a machine, events, and what has to come of them; runs one and tells the first
// difference.
//
// Time is virtual: `advance` fires what falls due, one timer after the other, each at its own
// instant.
#pragma once

#include <string>
#include <vector>

#include "engine/core/json.hpp"

namespace clarion::core::statechart {

inline constexpr int kCaseMicrostepsMax = 1000;

struct CaseVerdict {
    std::string name;
    bool passed = false;
    std::string difference;  // the first, in words; empty when passed
};

[[nodiscard]] CaseVerdict run_case(const json::value& test_case);

// A document is one case or a list of cases.
[[nodiscard]] std::vector<CaseVerdict> run_cases(const json::value& document);

}  // namespace clarion::core::statechart
